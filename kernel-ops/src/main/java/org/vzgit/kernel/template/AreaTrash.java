package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;

/// Where areas are made and unlinked, out of the way of those that are in use.
record AreaTrash(NodeHome home, Ground ground, AreaIds ids) {

    /// A name that nobody has used. It must be on the same file system as the private areas, or the
    /// rename fails with EXDEV.
    Path fresh(String name) throws IOException {
        FileTree.makeClosed(home.trash());
        return home.trash().resolve(name + "-" + UUID.randomUUID());
    }

    /// The VE's number in quota is freed last: as long as files carry it, they must count.
    void delete(Path area) throws IOException, OperationFailure {
        OptionalLong uid = knownUid(area);
        ground.detach(area);
        FileTree.delete(area);
        if (uid.isPresent()) {
            ground.forget(uid.getAsLong());
        }
    }

    private OptionalLong knownUid(Path area) {
        try {
            return OptionalLong.of(ids.base(area));
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// Deletes all of it, and goes on where something cannot be deleted.
    void empty() throws OperationFailure {
        List<String> left = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home.trash())) {
            for (Path entry : entries) {
                try {
                    delete(entry);
                } catch (IOException e) {
                    left.add(entry.getFileName() + ": " + FileErrno.of(e));
                } catch (OperationFailure e) {
                    left.add(entry.getFileName() + ": " + e.getMessage());
                }
            }
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            throw new OperationFailure(
                    FileErrno.of(e).kind(), "empty " + home.trash() + ": " + FileErrno.of(e), e);
        }
        if (!left.isEmpty()) {
            throw new OperationFailure(
                    FailureKind.BUSY,
                    "empty " + home.trash() + ": left " + String.join(", ", left));
        }
    }
}
