package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// vzgit in a process of its own, started as the launcher script starts it.
final class OfflineProcess {
    /// A command takes seconds on a busy machine; one that takes this long hangs.
    private static final long SECONDS_MAX = 120;

    private final Path directory;
    private final List<String> wrapper;
    private final List<String> options;

    /// @param directory the test's own; the process finds its home and its temporary files there
    /// @param wrapper what starts the process, for example `strace`
    /// @param options of the virtual machine
    OfflineProcess(Path directory, List<String> wrapper, List<String> options) {
        this.directory = directory;
        this.wrapper = List.copyOf(wrapper);
        this.options = List.copyOf(options);
    }

    record Result(int code, String out, String err) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "-Duser.home=" + directory.resolve("user")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), "org.vzgit.reconciler.Main"));
        command.addAll(Arrays.asList(arguments));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end");
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Every file below a directory with its size and time, to be compared with another look.
    static List<String> everything(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            List<String> all = new ArrayList<>();
            for (Path path : found.sorted().toList()) {
                String size = Files.isDirectory(path) ? "/" : " " + Files.size(path);
                all.add(path + size + " " + Files.getLastModifiedTime(path));
            }
            return all;
        }
    }

    static boolean isInstalled(String program) throws IOException, InterruptedException {
        Process which = new ProcessBuilder("which", program).start();
        which.getInputStream().readAllBytes();
        return which.waitFor() == 0;
    }

    static List<String> lines(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                : List.of();
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .reduce((one, other) -> one + ":" + other)
                .orElse("");
    }
}
