package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;

/// Gets the kernel to count: chooses hooks, loads a generation of programs, lets it take over from
/// the one before, and tests what it does.
///
/// @param ves the cgroup above all VEs in the v2 hierarchy
/// @param pins a directory of this home in a bpf file system
/// @param programs where programs of the jar are put on disk
public record KernelCounting(
        KernelRoot root, Syscalls syscalls, Path ves, Path pins, Path programs) {

    /// Loads what is not loaded yet. Counters and bounds of an earlier generation stay; while one
    /// takes over from the other every charge is seen by at least one of them.
    ///
    /// @throws OperationFailure when this kernel takes no such programs; the message says why
    public KernelBeancounters start() throws OperationFailure {
        return start(hooks());
    }

    /// What some other process has started; nothing is loaded or tested. Empty when none has, or
    /// when this one may not look.
    public Optional<KernelBeancounters> find() {
        try {
            CounterMaps maps = CounterMaps.open(syscalls, new Pins(pins).maps());
            return Optional.of(
                    new KernelBeancounters(maps, ves, maps.remembered(), Optional.empty()));
        } catch (ErrnoException _) {
            return Optional.empty();
        }
    }

    KernelBeancounters start(Hooks hooks) throws OperationFailure {
        return start(hooks, Programs.version(hooks));
    }

    /// @param version what is loaded unless it is there already
    KernelBeancounters start(Hooks hooks, String version) throws OperationFailure {
        return start(hooks, version, _ -> {});
    }

    /// @param passed is told of each step behind it, and may end the process there
    KernelBeancounters start(Hooks hooks, String version, Consumer<UpgradeStep> passed)
            throws OperationFailure {
        String tried = "load the kernel programs of the beancounters";
        try {
            requireBpfFileSystem();
            Programs loader = new Programs(syscalls, new Pins(pins), ves, depth());
            TreeMap<Integer, Pins.Generation> present = loader.pins().generations();
            Optional<Pins.Generation> running = running(loader.pins(), present, version);
            Set<ProgramGroup> groups;
            if (running.isPresent()) {
                groups = Set.of(ProgramGroup.values());
            } else {
                int number = present.isEmpty() ? 1 : present.lastKey() + 1;
                Pins.Generation next = loader.pins().generation(number, version);
                groups = loader.load(next, hooks, () -> passed.accept(UpgradeStep.GROUP_LOADED));
                passed.accept(UpgradeStep.LOADED);
                activate(loader, number);
                passed.accept(UpgradeStep.ACTIVATED);
            }
            // Also what an upgrade has left that was killed: half of a generation that never
            // charged, or the whole of one that no longer does.
            for (Pins.Generation other : present.values()) {
                if (running.isEmpty() || !running.get().equals(other)) {
                    Pins.remove(other);
                }
            }
            passed.accept(UpgradeStep.OLD_REMOVED);
            CounterMaps maps = CounterMaps.open(syscalls, loader.pins().maps());
            SortedMap<Beancounter, UbcLevel> levels = test(maps, groups, hooks);
            maps.remember(levels);
            passed.accept(UpgradeStep.TESTED);
            loader.pinTable(maps, counted(levels));
            passed.accept(UpgradeStep.TABLE_PINNED);
            Optional<Census> census = census(loader);
            passed.accept(UpgradeStep.CENSUS_PINNED);
            return census.isPresent()
                    ? seeing(maps, levels, census.get())
                    : new KernelBeancounters(maps, ves, levels, Optional.empty());
        } catch (ErrnoException e) {
            throw e.failing(tried);
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.UNSUPPORTED, tried + ": " + e.getMessage(), e);
        }
    }

    /// A kernel without such iterators counts what begins from now on.
    private Optional<Census> census(Programs loader) throws IOException {
        try {
            loader.pinCensus();
            return Optional.of(new Census.Pinned(syscalls, loader.pins()));
        } catch (ErrnoException _) {
            loader.pins().removeCensus();
            return Optional.empty();
        }
    }

    /// The generation that charges now, if it is what would be loaded.
    private Optional<Pins.Generation> running(
            Pins pinned, TreeMap<Integer, Pins.Generation> present, String version)
            throws ErrnoException {
        if (present.isEmpty()) {
            return Optional.empty();
        }
        try (CounterMaps maps = CounterMaps.open(syscalls, pinned.maps())) {
            return Optional.ofNullable(present.get(maps.generation()))
                    .filter(each -> each.version().equals(version));
        }
    }

    /// @param levels of what programs count; what is only seen is added
    private KernelBeancounters seeing(
            CounterMaps maps, SortedMap<Beancounter, UbcLevel> levels, Census census)
            throws ErrnoException {
        LeakFinder finder = new LeakFinder(maps, census, counted(levels));
        SocketBuffers buffers = new SocketBuffers(maps, census);
        SortedMap<Beancounter, UbcLevel> all = new TreeMap<>(levels);
        SocketBuffers.RESOURCES.forEach(each -> all.putIfAbsent(each, UbcLevel.COUNTED));
        maps.remember(all);
        return new KernelBeancounters(
                maps, ves, all, Optional.of(new KernelBeancounters.Sight(finder, buffers)));
    }

    private void activate(Programs loader, int generation) throws ErrnoException {
        try (CounterMaps maps = CounterMaps.open(syscalls, loader.pins().maps())) {
            maps.activate(generation);
        }
    }

    private SortedMap<Beancounter, UbcLevel> test(
            CounterMaps maps, Set<ProgramGroup> groups, Hooks hooks)
            throws OperationFailure, ErrnoException, IOException {
        Path probe = new CarriedProgram(KernelCounting.class, "ubc-probe", programs).install();
        int slot = KernelBeancounters.free(maps.slots(), "test the beancounters");
        return new Trial(maps, ves, probe).run(slot, groups, hooks);
    }

    private static Set<Beancounter> counted(Map<Beancounter, UbcLevel> levels) {
        return levels.entrySet().stream()
                .filter(each -> each.getValue() != UbcLevel.ABSENT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void requireBpfFileSystem() throws IOException {
        String type = Files.getFileStore(pins.getParent()).type();
        if (!type.equals("bpf")) {
            throw new IOException(
                    pins.getParent() + " is on " + type + "; mount -t bpf bpf " + pins.getParent());
        }
    }

    private int depth() throws IOException {
        Path mount = ves;
        // Only the root of the hierarchy has no type (cgroup-v2.rst, "cgroup.type").
        int depth = 0;
        while (mount != null && Files.exists(mount.resolve("cgroup.type"))) {
            mount = mount.getParent();
            depth++;
        }
        return depth + 1;
    }

    /// Empty lists and unreadable files are no proof of the security module: without `bpf` in the
    /// list LSM programs load, attach and are never called.
    private Hooks hooks() {
        Path list = root.sys().resolve("kernel").resolve("security").resolve("lsm");
        try {
            return Set.of(Files.readString(list).strip().split(",")).contains("bpf")
                    ? Hooks.LSM
                    : Hooks.FUNCTIONS;
        } catch (IOException _) {
            return Hooks.FUNCTIONS;
        }
    }
}
