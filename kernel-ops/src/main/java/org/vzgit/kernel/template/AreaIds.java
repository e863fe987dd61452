package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The first host id of a private area, which is written nowhere but in the owner of its files.
record AreaIds(Ground ground) {

    /// The owner of what the VE writes. The directory of an image that is not mounted has the same
    /// owner as what it hides.
    ///
    /// @throws NoSuchFileException when the area has no files
    long base(Path area) throws IOException {
        try {
            return owner(area.resolve("upper"));
        } catch (NoSuchFileException _) {
            return baseOfGround(area);
        }
    }

    private long baseOfGround(Path area) throws IOException {
        Path files = ground.files(area);
        Path upper = files.resolve("upper");
        return owner(Files.exists(upper, LinkOption.NOFOLLOW_LINKS) ? upper : ownedBelow(files));
    }

    private static long owner(Path path) throws IOException {
        int uid = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return Integer.toUnsignedLong(uid);
    }

    private static Path ownedBelow(Path files) throws IOException {
        if (files.endsWith("fs") && Files.exists(files.resolveSibling("image"))) {
            return files;
        }
        throw new NoSuchFileException(files.toString());
    }
}
