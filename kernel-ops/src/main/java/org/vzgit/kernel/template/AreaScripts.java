package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.ScriptAction;

/// The action scripts of one VE, as `scripts/ACTION` of its private area: outside of `upper`, so
/// that the VE has no part in them.
///
/// Kept on the node because a VE that is removed from the repository is stopped by the script that
/// it had.
public record AreaScripts(Path area) {
    private static final String DIRECTORY = "scripts";

    /// Success when there is none to take away.
    public void set(SetScript set) throws OperationFailure {
        Path file = file(set.action());
        try {
            if (set.script().isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            if (!Files.isDirectory(directory(), LinkOption.NOFOLLOW_LINKS)) {
                FileTree.makeDirectory(directory(), "rwx------");
            }
            AtomicFile.replaceDurably(file, set.script().get().text());
        } catch (IOException e) {
            throw new OperationFailure(
                    FileErrno.of(e).kind(),
                    "write the "
                            + set.action().key()
                            + " script of VE "
                            + set.veid()
                            + " to "
                            + file
                            + ": "
                            + FileErrno.of(e),
                    e);
        }
    }

    /// A script, ready to be executed; empty when there is none.
    public Optional<Path> executable(ScriptAction action) throws IOException {
        Path file = file(action);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        // Here and not when it is written: a crash in between would leave one that never runs.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return Optional.of(file);
    }

    /// What is there, by the content's digest.
    SortedMap<ScriptAction, String> digests() throws IOException {
        if (!Files.isDirectory(directory(), LinkOption.NOFOLLOW_LINKS)) {
            return Collections.emptySortedMap();
        }
        SortedMap<ScriptAction, String> digests = new TreeMap<>();
        for (ScriptAction action : ScriptAction.values()) {
            digest(file(action)).ifPresent(digest -> digests.put(action, digest));
        }
        return digests;
    }

    private static Optional<String> digest(Path file) throws IOException {
        try (var in =
                Files.newInputStream(
                        file,
                        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                                .toArray(java.nio.file.OpenOption[]::new))) {
            // A longer one was not written by us, and has no digest that anybody could want.
            return Optional.of(ActionScript.digestOf(in.readNBytes(ActionScript.BYTES_MAX + 1)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Path file(ScriptAction action) {
        return directory().resolve(action.key());
    }

    private Path directory() {
        return area.resolve(DIRECTORY);
    }
}
