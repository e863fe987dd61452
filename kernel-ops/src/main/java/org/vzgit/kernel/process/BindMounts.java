package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.BindNote.Entry;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.text.MountTable;
import org.vzgit.schema.BindMount;

/// The node's directories in its VEs, see `bind.c`.
final class BindMounts {
    /// Some 5 ms. A VE's root may lay a file system of its own on the way, whose answers may never
    /// come.
    private static final long ANSWER_SECONDS = 20;

    private final NodeHome home;
    private final VeInitProgram program;

    BindMounts(NodeHome home, VeInitProgram program) {
        this.home = home;
        this.program = program;
    }

    /// Those of one VE that are in place: noted, and seen by the VE at their target. What the VE's
    /// root took away or hid is not in it.
    Reading<SortedMap<String, BindMount>> observe(ProcFiles init, long startTicks) {
        BindNote note = note(init.pid(), startTicks);
        if (!note.exists()) {
            return Reading.present(new TreeMap<>());
        }
        Optional<String> table = init.readWhole("mountinfo");
        if (table.isEmpty()) {
            return Reading.unreadable("read " + init.path("mountinfo"));
        }
        try {
            SortedMap<String, Long> seen = MountTable.visible(table.get());
            SortedMap<String, BindMount> inPlace = new TreeMap<>();
            note.read()
                    .forEach((target, entry) -> {
                        if (Objects.equals(seen.get(target), entry.id())) {
                            inPlace.put(target, entry.mount());
                        }
                    });
            return Reading.present(inPlace);
        } catch (IOException e) {
            return Reading.unreadable(String.valueOf(e.getMessage()));
        }
    }

    void add(ProcFiles init, BindMount mount) throws OperationFailure {
        String tried = "show " + mount.text() + " to init " + init.pid();
        refuseOwnState(tried, Path.of(mount.source()));
        long ticks = ticksOf(init, tried);
        if (observe(init, ticks).toOptional().orElse(new TreeMap<>()).containsValue(mount)) {
            return;
        }
        String answer =
                run(
                        tried,
                        List.of(
                                "bind",
                                Integer.toString(init.pid()),
                                mount.source(),
                                mount.target(),
                                Long.toString(attributes(mount))));
        if (!answer.startsWith("mount ")) {
            throw ProgramFault.of(tried, answer);
        }
        long id = Long.parseLong(answer.substring("mount ".length()).strip());
        update(init, ticks, tried, entries -> entries.put(mount.target(), new Entry(id, mount)));
    }

    void remove(ProcFiles init, BindMount mount) throws OperationFailure {
        String tried = "take " + mount.target() + " from init " + init.pid();
        long ticks = ticksOf(init, tried);
        update(
                init,
                ticks,
                tried,
                entries -> {
                    Entry entry = entries.get(mount.target());
                    if (entry != null) {
                        unbind(init.pid(), entry, tried);
                        entries.remove(mount.target());
                    }
                });
    }

    /// After the VE has ended: nobody reads its note again.
    void forget(int initPid, long startTicks) throws OperationFailure {
        try {
            note(initPid, startTicks).write(new TreeMap<>());
        } catch (IOException e) {
            throw failure("forget the mounts of init " + initPid, e);
        }
    }

    private void unbind(int pid, Entry entry, String tried) throws OperationFailure {
        String answer =
                run(
                        tried,
                        List.of(
                                "unbind",
                                Integer.toString(pid),
                                entry.mount().target(),
                                Long.toString(entry.id())));
        if (!answer.startsWith("gone")) {
            throw ProgramFault.of(tried, answer);
        }
    }

    @FunctionalInterface
    private interface Edit {
        void change(SortedMap<String, Entry> entries) throws OperationFailure;
    }

    private void update(ProcFiles init, long ticks, String tried, Edit edit)
            throws OperationFailure {
        BindNote note = note(init.pid(), ticks);
        try {
            SortedMap<String, Entry> entries = note.read();
            edit.change(entries);
            note.write(entries);
        } catch (IOException e) {
            throw failure(tried, e);
        }
    }

    private BindNote note(int pid, long startTicks) {
        return BindNote.of(home.run().resolve("binds"), pid, startTicks);
    }

    private static long ticksOf(ProcFiles init, String tried) throws OperationFailure {
        return init.stat()
                .map(ProcStat::startTicks)
                .orElseThrow(() -> new OperationFailure(FailureKind.GONE, tried + ": ESRCH"));
    }

    /// The private areas of other VEs, the template that all share, the journal.
    private void refuseOwnState(String tried, Path source) throws OperationFailure {
        for (Path own : List.of(home.state(), home.run())) {
            if (source.startsWith(own) || own.startsWith(source)) {
                throw new OperationFailure(
                        FailureKind.REJECTED, tried + ": " + own + " is the node's own");
            }
        }
    }

    /// `MOUNT_ATTR_*` of linux/mount.h.
    private static long attributes(BindMount mount) {
        long attributes = 0;
        for (BindMount.Option option : mount.options()) {
            attributes |=
                    switch (option) {
                        case RO -> 1;
                        case NOSUID -> 2;
                        case NODEV -> 4;
                        case NOEXEC -> 8;
                    };
        }
        return attributes;
    }

    private String run(String tried, List<String> arguments) throws OperationFailure {
        List<String> command = new ArrayList<>(List.of(program.install().toString()));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new OperationFailure(
                        FailureKind.DEADLINE,
                        tried + ": no answer in " + ANSWER_SECONDS + " seconds");
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw failure(tried, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.DEADLINE, tried + ": EINTR", e);
        }
    }

    private static OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(FailureKind.BROKEN, tried + ": " + e.getMessage(), e);
    }
}
