package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;

/// What lies in the cache under one version, read only.
public final class TemplateFiles {
    private final NodeHome home;
    private final TemplateRef template;

    /// @param files regular files, directories, links: every name
    /// @param bytes that regular files hold, each name counted
    /// @param since when it came into the cache
    /// @param init what VEs of it are started with, as a name inside; empty when it has none
    public record Facts(long files, long bytes, Instant since, Optional<String> init) {}

    public TemplateFiles(NodeHome home, TemplateRef template) {
        this.home = home;
        this.template = template;
    }

    /// [FailureKind#GONE] when the version is not in the cache.
    public Facts facts() throws OperationFailure {
        Path tree = home.template(template);
        try (Stream<Path> names = Files.walk(tree, FileTree.DEPTH_MAX)) {
            long files = 0;
            long bytes = 0;
            for (Iterator<Path> all = names.iterator(); all.hasNext(); files++) {
                bytes += size(all.next());
            }
            // Of the tree's own top, which nothing touches after the rename that published it.
            FileTime since =
                    (FileTime) Files.getAttribute(tree, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            Optional<String> init =
                    TreeInit.resolve(tree, "/sbin/init").map(file -> "/" + tree.relativize(file));
            return new Facts(files - 1, bytes, since.toInstant(), init);
        } catch (IOException e) {
            throw failure("look at template " + template.text(), e);
        }
    }

    private static long size(Path file) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isRegularFile() ? found.size() : 0;
    }

    /// Writes the version into a tar file, compressed as the end of its name says, and tells its
    /// SHA-256. The file is there whole or as it was before. The same version gives the same file:
    /// names are sorted and times are left out.
    ///
    /// @param progress takes what tar says
    public String export(Path file, Consumer<String> progress) throws OperationFailure {
        String tried = "export template " + template.text();
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID());
        try {
            if (!Files.isDirectory(home.template(template), LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(home.template(template).toString());
            }
            new BuildProgram(tried, progress).run(command(whole, part), _ -> {});
            String sum = sum(part);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return sum;
        } catch (IOException e) {
            throw failure(tried, e);
        } finally {
            delete(part);
        }
    }

    private List<String> command(Path whole, Path part) {
        List<String> command = new ArrayList<>(List.of("tar", "--create", "--file=" + part));
        command.add("--directory=" + home.template(template));
        command.addAll(List.of("--sort=name", "--mtime=@0", "--numeric-owner", "--format=posix"));
        // By default the name of an extended header has the number of the process in it.
        command.add("--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime");
        command.addAll(List.of("--xattrs", "--xattrs-include=security.capability", "--acls"));
        TarUnpack.compression(whole.toString()).ifPresent(command::add);
        command.add(".");
        return command;
    }

    private static String sum(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void delete(Path part) throws OperationFailure {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failure("delete " + part, e);
        }
    }

    private static OperationFailure failure(String tried, IOException e) {
        FailureKind kind = FileErrno.of(e).kind();
        return new OperationFailure(kind, tried + ": " + FileErrno.of(e) + " " + e.getMessage(), e);
    }
}
