package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.text.UbcText;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// The files that VEs see as their own `/run/user_beancounters`, each with one VE's block.
///
/// A mount shows a file and not a name, so a file is never replaced by another: it is written over
/// by one write(2) of the whole text. Every text has the same length, as every line has, so a
/// reader never meets a torn line; at worst one row is a look older than the next.
///
/// @param directory below `/run`: readable for nobody but root, as the mounts show the files alone
public record ViewFiles(Path directory) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /// As others are to read it: the VE's root is another user here.
    private static final Set<PosixFilePermission> ALL_READ =
            PosixFilePermissions.fromString("r--r--r--");

    /// The file of a VE; it is there after the first [#write].
    public Path file(VeId veid) {
        return directory.resolve(veid.toString());
    }

    /// Makes or refreshes the file of a VE.
    public void write(VeId veid, Map<Beancounter, UbcRow> rows) throws IOException {
        SequencedMap<String, Map<Beancounter, UbcRow>> block = new LinkedHashMap<>();
        block.put(veid.toString(), rows);
        ByteBuffer text = StandardCharsets.US_ASCII.encode(UbcText.userBeancounters(block));
        Path file = file(veid);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
            Files.createFile(file);
            Files.setPosixFilePermissions(file, ALL_READ);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(text, 0);
        }
    }

    /// Success when there is none.
    public void remove(VeId veid) throws IOException {
        Files.deleteIfExists(file(veid));
    }
}
