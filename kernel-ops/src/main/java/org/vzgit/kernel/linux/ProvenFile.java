package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.beancounter.Proven;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.Beancounter;

/// What the self-test found, for commands that only look: they make no cgroup. It holds until the
/// next boot, as the kernel does.
record ProvenFile(KernelRoot root, Path file) {
    /// Empty when nothing was tested since the node booted.
    Optional<Proven> read() {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.getFirst().equals(BootNote.bootId(root))) {
                return Optional.empty();
            }
            Set<Beancounter> refuted = EnumSet.noneOf(Beancounter.class);
            for (String line : lines.subList(1, lines.size())) {
                refuted.add(Beancounter.valueOf(line.toUpperCase(Locale.ROOT)));
            }
            return Optional.of(new Proven(refuted));
        } catch (IOException | IllegalArgumentException _) {
            // Damaged is as good as not tested: the next one that acts tests again.
            return Optional.empty();
        }
    }

    void write(Proven proven) throws IOException {
        List<String> lines = new ArrayList<>(List.of(BootNote.bootId(root)));
        proven.refuted().forEach(resource -> lines.add(resource.key()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.replace(file, String.join("\n", lines) + "\n");
    }
}
