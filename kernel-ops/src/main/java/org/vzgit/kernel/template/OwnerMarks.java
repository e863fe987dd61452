package org.vzgit.kernel.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelFile;

/// Reads owner marks. Each look reads the files; what the same text means is remembered, as a pass
/// over a node that is as it should be would spend a seventh of its time on telling that again.
final class OwnerMarks {
    /// The file of a private area.
    static final String FILE = "owner";

    /// A mark has seven lines; the longest value is a repository's address. Anything larger was not
    /// written by us.
    static final int BYTES_MAX = 64 * 1024;

    /// More than a node has VEs. Marks are some 300 bytes; those of a hostile length are few, as
    /// they count by it.
    private static final long REMEMBERED_CHARS_MAX = 8 << 20;

    private final Cache<String, OwnerMark> known =
            Caffeine.newBuilder()
                    .maximumWeight(REMEMBERED_CHARS_MAX)
                    .weigher((String text, OwnerMark _) -> text.length())
                    // On the thread that asks: others may be in another network namespace.
                    .executor(Runnable::run)
                    .build();

    /// Unreadable when the mark is damaged, too large, or not there.
    Reading<OwnerMark> read(Path area) {
        Path file = area.resolve(FILE);
        try {
            String text = KernelFile.utf8(file, BYTES_MAX + 1);
            if (text.length() > BYTES_MAX) {
                return Reading.unreadable(file + ": larger than an owner mark can be");
            }
            return Reading.present(known.get(text, OwnerMarkText::read));
        } catch (CharacterCodingException _) {
            return Reading.unreadable(file + ": an owner mark that is not UTF-8");
        } catch (IOException e) {
            return Reading.unreadable("read " + file + ": " + FileErrno.of(e));
        } catch (IllegalArgumentException e) {
            return Reading.unreadable(file + ": " + e.getMessage());
        }
    }
}
