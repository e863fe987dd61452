package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.KernelFile;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.VeId;

/// The files of one VE's cgroup.
record CounterFiles(Path cgroup) {
    /// `memory.stat` has about 2 KB on v1 and 4 KB on v2; kernels add lines now and then.
    private static final int BYTES_MAX = 64 * 1024;

    static CounterFiles of(Optional<Path> cgroup, VeId veid) throws IOException {
        return new CounterFiles(
                cgroup.orElseThrow(() -> new NoSuchFileException("memory cgroup of VE " + veid)));
    }

    boolean has(String file) {
        return Files.exists(cgroup.resolve(file));
    }

    String text(String file) throws IOException {
        return KernelFile.text(cgroup.resolve(file), BYTES_MAX);
    }

    /// 0 in place of what is negative: a per-CPU counter can be read as slightly below nothing.
    long number(String file) throws IOException {
        try {
            return Math.max(0, CgroupText.number(text(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " in " + cgroup + ": " + e.getMessage(), e);
        }
    }

    /// 0 when the file has no such key, as it has none in older kernels.
    long keyed(String file, String key) throws IOException {
        return keyedIn(text(file), key);
    }

    /// As [#keyed], of a text that was read already.
    static long keyedIn(String text, String key) throws IOException {
        try {
            return CgroupText.keyed(text, key).orElse(0);
        } catch (IllegalArgumentException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
    }
}
