package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.KernelFile;
import org.vzgit.kernel.sys.KernelRoot;

/// The files of one process below `/proc`. A process that has ended gives empty answers: that is
/// knowledge, not an error.
record ProcFiles(KernelRoot root, int pid) {
    /// A status file has some 1.5 KB; a VE may fill its mount table with thousands of lines, and
    /// its root is among the first.
    private static final int LONGEST = 64 * 1024;

    /// Some 20,000 mounts.
    private static final int WHOLE = 4 << 20;

    Path path(String name) {
        return root.proc().resolve(Integer.toString(pid)).resolve(name);
    }

    Optional<ProcStat> stat() {
        return read("stat").map(ProcStat::parse);
    }

    Optional<ProcStatus> status() {
        return read("status").map(ProcStatus::parse);
    }

    /// What it executes, as a path seen from its own root.
    Optional<Path> executable() {
        try {
            return Optional.of(Files.readSymbolicLink(path("exe")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Whether it is a VE's init, living or held, and not a number that was given away again.
    boolean isInit() {
        return status().filter(status -> status.initBelowReader() && !status.dead()).isPresent();
    }

    /// Of files that a VE can make large: nothing when it is larger than anybody needs.
    Optional<String> readWhole(String name) {
        return read(name, WHOLE).filter(text -> text.length() < WHOLE);
    }

    /// ENOENT and ESRCH, the ways in which proc says that a process is gone, and any other failure
    /// give nothing. Bytes are taken as they are: a name may be no UTF-8.
    Optional<String> read(String name) {
        return read(name, LONGEST);
    }

    private Optional<String> read(String name, int longest) {
        try {
            return Optional.of(KernelFile.text(path(name), longest))
                    .filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
