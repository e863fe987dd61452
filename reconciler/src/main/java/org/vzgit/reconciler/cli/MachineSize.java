package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.reconciler.authoring.HostSize;

/// How large this machine is (proc_meminfo(5), proc_cpuinfo(5)).
///
/// @param proc where procfs is
/// @param disk a directory on the file system with the private areas
record MachineSize(Path proc, Path disk) {
    private static final Pattern LINE = Pattern.compile("(?m)^(MemTotal|SwapTotal): +([0-9]+) kB$");

    /// What the kernel says now. The disk counts as unknown where there is none at that place yet.
    HostSize read() throws CommandFailure {
        long memory = 0;
        long swap = 0;
        Matcher lines = LINE.matcher(text(proc.resolve("meminfo")));
        while (lines.find()) {
            long bytes = Long.parseLong(lines.group(2)) * 1024;
            if (lines.group(1).equals("MemTotal")) {
                memory = bytes;
            } else {
                swap = bytes;
            }
        }
        if (memory == 0) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + proc.resolve("meminfo") + ": no MemTotal");
        }
        long cpus =
                text(proc.resolve("cpuinfo"))
                        .lines()
                        .filter(line -> line.startsWith("processor"))
                        .count();
        return new HostSize(Math.max(1, (int) cpus), memory, swap, diskSize());
    }

    private long diskSize() {
        Path there = disk;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getTotalSpace();
        } catch (IOException _) {
            return 0;
        }
    }

    private static String text(Path file) throws CommandFailure {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + file + ": " + failure, failure);
        }
    }
}
