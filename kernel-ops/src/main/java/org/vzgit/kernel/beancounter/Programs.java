package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.sys.BpfObject;
import org.vzgit.kernel.sys.BpfProgram;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelTypes;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;

/// Brings the kernel programs that the jar carries into the kernel.
///
/// @param ves the cgroup above all VEs in the v2 hierarchy
/// @param level how deep below the root of that the VEs' cgroups are
record Programs(Syscalls syscalls, Pins pins, Path ves, int level) {
    private static final String SETTINGS = ".rodata.settings";

    /// Of these two the first is right, and on many builds not there (`main/bpf/locks.bpf.c`).
    private static final String PREFERRED = "flock_inserted";

    private static final String SUBSTITUTE = "flock_copied";

    /// What the objects of this jar and these hooks are, as part of a file name.
    static String version(Hooks hooks) {
        StringBuilder all = new StringBuilder(hooks.suffix());
        for (ProgramGroup group : ProgramGroup.values()) {
            all.append(CarriedProgram.digest(carried(group.object(hooks))));
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.US_ASCII);
        return hooks.suffix() + CarriedProgram.digest(bytes);
    }

    /// Loads and attaches what the running kernel takes. Nothing charges yet.
    ///
    /// @param taken runs behind each group that it took
    /// @return the groups that it took
    Set<ProgramGroup> load(Pins.Generation generation, Hooks hooks, Runnable taken)
            throws ErrnoException, IOException {
        Files.createDirectories(pins.maps());
        Files.createDirectories(generation.directory());
        Set<ProgramGroup> loaded = EnumSet.noneOf(ProgramGroup.class);
        try (KernelTypes types = KernelTypes.open()) {
            for (ProgramGroup group : ProgramGroup.values()) {
                try (BpfObject object = object(group.object(hooks), generation.number(), 0)) {
                    load(object, types, generation.directory());
                    loaded.add(group);
                    taken.run();
                } catch (ErrnoException e) {
                    // No kernel forbids one group and allows the others.
                    if (e.errno() == Errno.EPERM) {
                        throw e;
                    }
                }
            }
        }
        return loaded;
    }

    private void load(BpfObject object, KernelTypes types, Path directory) throws ErrnoException {
        List<BpfProgram> programs = wanted(object.programs(), types);
        object.load();
        try (Fd cgroup = syscalls.open(ves, Set.of(OpenFlag.DIRECTORY))) {
            for (BpfProgram program : programs) {
                Path pin = directory.resolve(program.name());
                if (program.ofCgroup()) {
                    program.attach(cgroup, pin);
                } else {
                    program.attach(pin);
                }
            }
        }
    }

    /// Leaves out what the running kernel has no place for.
    private static List<BpfProgram> wanted(List<BpfProgram> all, KernelTypes types) {
        boolean preferred =
                all.stream()
                        .anyMatch(each -> each.name().equals(PREFERRED) && types.hasPlaceFor(each));
        List<BpfProgram> wanted =
                all.stream()
                        .filter(each ->
                                types.hasPlaceFor(each)
                                        && !(preferred && each.name().equals(SUBSTITUTE)))
                        .toList();
        all.stream().filter(each -> !wanted.contains(each)).forEach(BpfProgram::skip);
        return wanted;
    }

    /// Makes and pins the maps, by the one object that every kernel takes.
    void shareMaps() throws ErrnoException {
        try (BpfObject object = object("table.bpf.o", 0, 0)) {
            object.load();
        }
    }

    /// Pins the table anew, in place of what is there.
    ///
    /// @param counted the resources whose rows the programs keep
    void pinTable(CounterMaps maps, Set<Beancounter> counted) throws ErrnoException {
        int bits = counted.stream().mapToInt(each -> 1 << CounterSlot.ROWS.indexOf(each)).sum();
        try (BpfObject object = object("table.bpf.o", maps.generation(), bits)) {
            object.load();
            int program = object.programs().getFirst().fd();
            try (Fd link = syscalls.bpfFd(MapRequests.iterate(program, maps.table().fd()))) {
                Files.deleteIfExists(pins.table());
                syscalls.bpf(MapRequests.pin(link, pins.table()));
            }
        } catch (IOException e) {
            throw new ErrnoException(FileErrno.of(e), "replace " + pins.table());
        }
    }

    /// Pins the iterators over what is there, in place of those that are there.
    ///
    /// @throws ErrnoException EINVAL for a kernel that lacks one of them
    void pinCensus() throws ErrnoException, IOException {
        pins.removeCensus();
        Files.createDirectories(pins.census());
        pinIterators("census.bpf.o");
        pinIterators("sweep.bpf.o");
    }

    private void pinIterators(String name) throws ErrnoException {
        try (BpfObject object = object(name, 0, 0)) {
            object.load();
            for (BpfProgram program : object.programs()) {
                Path pin = pins.census().resolve(program.name());
                Optional<String> map = walked(program.name());
                if (map.isEmpty()) {
                    program.attach(pin);
                    continue;
                }
                try (Fd walked = syscalls.bpfFd(MapRequests.open(pins.maps().resolve(map.get())));
                        Fd link = syscalls.bpfFd(MapRequests.iterate(program.fd(), walked))) {
                    syscalls.bpf(MapRequests.pin(link, pin));
                }
            }
        }
    }

    /// The map that an iterator walks; empty for those that walk processes.
    private static Optional<String> walked(String program) {
        return switch (program) {
            case "correct" -> Optional.of("corrections");
            case "buffers", "sweep_sockets" -> Optional.of("sockets");
            case "sweep_spaces" -> Optional.of("spaces");
            case "sweep_segments" -> Optional.of("segments");
            default -> Optional.empty();
        };
    }

    private BpfObject object(String name, int generation, int counted) throws ErrnoException {
        BpfObject object = BpfObject.open(carried(name), name);
        object.constants(SETTINGS, BpfRequest.numbers(generation, level, counted));
        object.shareMaps(pins.maps());
        return object;
    }

    private static byte[] carried(String object) {
        return CarriedProgram.carried(Programs.class, object);
    }
}
