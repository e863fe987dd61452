package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.schema.Beancounter;

/// The programs' maps and the table on the running kernel, without a program that charges: every
/// kernel since 5.8 has these. In a bpf file system of their own.
final class ScratchMaps implements AutoCloseable {
    final Path directory;
    final Path ves;
    final Pins pins;
    final CounterMaps maps;

    private ScratchMaps(Path directory) throws ErrnoException, IOException {
        this.directory = directory;
        ves = Files.createTempDirectory("vzgit-ves");
        pins = new Pins(directory.resolve("home"));
        JnrSyscalls syscalls = new JnrSyscalls();
        Programs programs = new Programs(syscalls, pins, ves, 2);
        Files.createDirectories(pins.maps());
        programs.shareMaps();
        maps = CounterMaps.open(syscalls, pins.maps());
        programs.pinTable(maps, Set.of(Beancounter.NUMFILE));
    }

    static ScratchMaps make() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        Path directory = Files.createTempDirectory("vzgit-bpf");
        if (run("mount", "-t", "bpf", "bpf", directory.toString()) != 0) {
            Files.delete(directory);
            Assumptions.abort("this kernel has no bpf file system");
        }
        try {
            return new ScratchMaps(directory);
        } catch (ErrnoException e) {
            run("umount", directory.toString());
            Files.delete(directory);
            return Assumptions.abort("this kernel has no map iterators: " + e.getMessage());
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    }

    @Override
    public void close() throws IOException {
        maps.close();
        run("umount", directory.toString());
        Files.delete(directory);
        try (var all = Files.newDirectoryStream(ves)) {
            for (Path each : all) {
                Files.delete(each);
            }
        }
        Files.delete(ves);
    }
}
