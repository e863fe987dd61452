package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;

/// Builds templates from packages and tar files. A version is named by its content, so building
/// again what has not changed gives the version that is there.
///
/// One process at a time; the caller holds the node.
public final class TemplateBuilds {
    /// How GNU tar is told what a stream is compressed by.
    private static final Map<String, String> COMPRESSIONS =
            Map.of(
                    ".gz", "--gzip", ".tgz", "--gzip", ".bz2", "--bzip2", ".xz", "--xz", ".zst",
                    "--zstd");

    private final NodeHome home;
    private final BuiltTemplates built;
    private final Consumer<String> progress;

    /// A version, and whether there was none like it before.
    public record Built(TemplateRef template, boolean fresh) {}

    /// @param progress takes what the programs say, line by line
    public TemplateBuilds(NodeHome home, Consumer<String> progress) {
        this.home = home;
        this.built = new BuiltTemplates(home);
        this.progress = progress;
    }

    /// Builds a template and makes it the one that new VEs begin as. VEs that are there keep the
    /// version that they stand on. [FailureKind#REJECTED] when a tar file is not the one that the
    /// document says; then, and at any other failure, the cache is as it was.
    public Built build(TemplateSpec spec) throws OperationFailure {
        String tried = "build template " + spec.name();
        Path aside = home.trash().resolve(spec.name() + "-" + UUID.randomUUID());
        try {
            FileTree.makeClosed(home.trash());
            FileTree.makeDirectory(aside, "rwxr-xr-x");
            fill(spec.source(), aside, new BuildProgram(tried, progress));
            TemplateTidy.tidy(aside);
            // The programs may have given the top other bits.
            Files.setPosixFilePermissions(
                    aside, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            TemplateRef template = new TemplateRef(spec.name(), TreeDigest.of(aside));
            return new Built(template, built.admit(template, aside));
        } catch (IOException e) {
            throw failure(tried, e);
        } finally {
            discard(aside);
        }
    }

    private static void discard(Path aside) throws OperationFailure {
        try {
            FileTree.delete(aside);
        } catch (IOException e) {
            throw failure("delete " + aside, e);
        }
    }

    private static OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(
                FileErrno.of(e).kind(), tried + ": " + FileErrno.of(e) + " " + e.getMessage(), e);
    }

    private void fill(Source source, Path tree, BuildProgram program)
            throws IOException, OperationFailure {
        switch (source) {
            case Source.Packages packages -> program.run(install(packages, tree), _ -> {});
            case Source.Archive archive -> unpack(archive, tree, program);
            case Source.Busybox _, Source.NotYet _ ->
                    throw new OperationFailure(
                            FailureKind.UNSUPPORTED,
                            program.tried() + ": its source is neither deb nor tar");
        }
    }

    /// mmdebstrap(1) checks signatures with the host's keys, and unpacks into a directory that is
    /// there when it is empty.
    static List<String> install(Source.Packages packages, Path tree) {
        List<String> command = new ArrayList<>(List.of("mmdebstrap", "--mode=root"));
        command.add("--variant=minbase");
        command.add("--components=" + String.join(",", packages.components()));
        if (!packages.architecture().isEmpty()) {
            command.add("--architectures=" + packages.architecture());
        }
        if (!packages.packages().isEmpty()) {
            command.add("--include=" + String.join(",", packages.packages()));
        }
        command.addAll(List.of(packages.suite(), tree.toString(), packages.mirror()));
        return command;
    }

    /// The file is read once: what was checked is what was unpacked.
    private static void unpack(Source.Archive archive, Path tree, BuildProgram program)
            throws IOException, OperationFailure {
        List<String> command =
                new ArrayList<>(List.of("tar", "--extract", "--file=-", "--directory=" + tree));
        command.addAll(List.of("--numeric-owner", "--same-owner", "--same-permissions"));
        command.addAll(List.of("--xattrs", "--xattrs-include=security.capability", "--acls"));
        // Device nodes of others; every VE is given its own.
        command.addAll(List.of("--anchored", "--exclude=./dev/*", "--exclude=dev/*"));
        COMPRESSIONS.forEach((end, option) -> {
            if (archive.file().endsWith(end)) {
                command.add(option);
            }
        });
        MessageDigest digest = sha256();
        try (InputStream in =
                new DigestInputStream(Files.newInputStream(Path.of(archive.file())), digest)) {
            program.run(command, out -> drain(in, out));
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(archive.sha256())) {
            throw new OperationFailure(
                    FailureKind.REJECTED,
                    program.tried()
                            + ": the SHA-256 of "
                            + archive.file()
                            + " is "
                            + found
                            + ", and the document says "
                            + archive.sha256());
        }
    }

    /// To the end even where tar stops at the end of the archive: padding counts in the sum.
    private static void drain(InputStream in, OutputStream out) throws IOException {
        try {
            in.transferTo(out);
        } finally {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The versions that new VEs begin as, of templates that were built here.
    ///
    /// @throws UncheckedIOException when the cache cannot be read
    public SortedMap<TemplateName, TemplateRef> current() {
        try {
            return built.current();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a version. The caller has checked that no VE stands on it. Success when it is gone.
    public void remove(TemplateRef template) throws OperationFailure {
        try {
            FileTree.makeClosed(home.trash());
            built.remove(template, home.trash().resolve(template.text() + "-" + UUID.randomUUID()));
        } catch (IOException e) {
            throw failure("remove template " + template.text(), e);
        }
    }
}
