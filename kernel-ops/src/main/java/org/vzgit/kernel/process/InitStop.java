package org.vzgit.kernel.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.OpenHow;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Seconds;

/// Ends a VE: asks its init, waits, kills. With the init the kernel ends every process of its pid
/// namespace (pid_namespaces(7)), and the init is gone only after all of them.
final class InitStop {
    private static final int SIGKILL = 9;
    private static final int MILLIS = 1000;

    /// A killed process ends at once unless a system call holds it, such as one on a dead disk.
    private static final int KILL_WAIT_MILLIS = 10_000;

    /// How often a halting busybox is looked at; three small files each time.
    private static final int SLICE_MILLIS = 10;

    /// `INIT_MAGIC`, `INIT_CMD_RUNLVL` and the size of `struct init_request` (sysvinit initreq.h).
    private static final int INIT_MAGIC = 0x03091969;

    private static final int INIT_CMD_RUNLEVEL = 1;
    private static final int INIT_REQUEST_SIZE = 384;
    private static final List<String> INIT_PIPES = List.of("run/initctl", "dev/initctl");

    private final Syscalls syscalls;
    private final KernelRoot root;

    InitStop(Syscalls syscalls, KernelRoot root) {
        this.syscalls = syscalls;
        this.root = root;
    }

    /// Success when it has ended already.
    ///
    /// @param timeout how long the init may take; 0 kills at once
    void stop(int initPid, Seconds timeout) throws ErrnoException, OperationFailure {
        try (Fd init = syscalls.pidfdOpen(initPid)) {
            // Looked at through the number after the descriptor was opened: if it is an init now,
            // the descriptor is that init.
            ProcFiles files = new ProcFiles(root, initPid);
            if (files.isInit() && !(timeout.value() > 0 && halted(init, files, timeout))) {
                kill(init, initPid);
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    private void kill(Fd init, int initPid) throws ErrnoException, OperationFailure {
        syscalls.pidfdSendSignal(init, SIGKILL);
        if (!ends(init, KILL_WAIT_MILLIS)) {
            throw new OperationFailure(
                    FailureKind.DEADLINE,
                    "kill init " + initPid + ": still there after " + KILL_WAIT_MILLIS + " ms");
        }
    }

    /// Asks and waits; false when it was to no avail, or when there is only the init left to kill.
    private boolean halted(Fd init, ProcFiles files, Seconds timeout) throws ErrnoException {
        InitConvention convention = convention(files);
        int millis = timeout.value() * MILLIS;
        return switch (convention) {
            case BUSYBOX -> {
                syscalls.pidfdSendSignal(init, convention.signal());
                yield endsOrIdles(init, files, millis);
            }
            case SYSTEMD -> {
                syscalls.pidfdSendSignal(init, convention.signal());
                yield ends(init, millis);
            }
            case SYSVINIT -> requestHalt(files) && ends(init, millis);
            case OTHER -> {
                syscalls.pidfdSendSignal(init, convention.signal());
                // The kernel drops a signal that init does not listen to: nothing to wait for.
                yield listens(files, convention.signal()) && ends(init, millis);
            }
        };
    }

    private InitConvention convention(ProcFiles files) {
        String arguments = files.read("cmdline").orElse("");
        int end = arguments.indexOf('\0');
        String first = end < 0 ? arguments : arguments.substring(0, end);
        return InitConvention.of(files.executable().orElse(Path.of("")), first);
    }

    private static boolean listens(ProcFiles files, int signal) {
        return files.status().filter(status -> status.listensTo(signal)).isPresent();
    }

    private boolean ends(Fd init, int millis) throws ErrnoException {
        return syscalls.poll(init, Syscalls.POLLIN, millis) != 0;
    }

    /// A halting busybox sleeps a second after TERM and another after KILL, whether or not anyone
    /// is left. It sleeps by nanosleep(2) only there, when its shutdown lines have run: alone in
    /// that sleep it has nothing more to do, and ending it changes only the time.
    private boolean endsOrIdles(Fd init, ProcFiles files, int millis) throws ErrnoException {
        for (int waited = 0; waited < millis; waited += SLICE_MILLIS) {
            if (ends(init, Math.min(SLICE_MILLIS, millis - waited))) {
                return true;
            }
            if (sleeps(files) && alone(files)) {
                return false;
            }
        }
        return false;
    }

    private static boolean sleeps(ProcFiles files) {
        return files.read("wchan").filter(place -> place.contains("nanosleep")).isPresent();
    }

    /// All processes of a VE descend from its init; what lost its parent is the init's child. One
    /// that has ended and was not waited for counts as gone. A kernel without this file
    /// (CONFIG_PROC_CHILDREN) never tells, and then the init takes its time.
    private boolean alone(ProcFiles files) {
        Path children = Path.of("task", Integer.toString(files.pid()), "children");
        if (!java.nio.file.Files.exists(files.path(children.toString()))) {
            return false;
        }
        return files.read(children.toString()).stream()
                .flatMap(text -> Arrays.stream(text.strip().split(" ")))
                .map(pid -> new ProcFiles(root, Integer.parseInt(pid)).stat())
                .flatMap(Optional::stream)
                .allMatch(ProcStat::dead);
    }

    /// Writes a request for runlevel 0 to the init's pipe, if there is one that is read. Never
    /// waits: without a reader the pipe gives ENXIO.
    private boolean requestHalt(ProcFiles files) throws ErrnoException {
        ByteBuffer request = ByteBuffer.allocate(INIT_REQUEST_SIZE).order(ByteOrder.nativeOrder());
        request.putInt(INIT_MAGIC).putInt(INIT_CMD_RUNLEVEL).putInt('0');
        try (Fd veRoot = syscalls.open(files.path("root"), Set.of(OpenFlag.PATH))) {
            for (String pipe : INIT_PIPES) {
                if (wrote(veRoot, pipe, request.array())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean wrote(Fd veRoot, String pipe, byte[] request) {
        OpenHow how =
                new OpenHow(
                        Set.of(OpenFlag.WRONLY, OpenFlag.NONBLOCK, OpenFlag.NOFOLLOW),
                        0,
                        Set.of(OpenHow.Resolve.IN_ROOT, OpenHow.Resolve.NO_MAGICLINKS));
        try (Fd file = syscalls.openat2(veRoot, pipe, how)) {
            return syscalls.write(file, request) == request.length;
        } catch (ErrnoException _) {
            return false;
        }
    }
}
