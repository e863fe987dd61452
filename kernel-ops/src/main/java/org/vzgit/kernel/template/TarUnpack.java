package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.TemplateSpec.Source;

/// Unpacks a tar file with GNU tar, which refuses names with `..`, takes the root off absolute
/// ones, and makes links only when everything else is there, so that nothing is written through
/// one.
record TarUnpack(Source.Archive archive, Path tree) {
    /// How GNU tar is told what a stream is compressed by.
    private static final Map<String, String> COMPRESSIONS =
            Map.of(
                    ".gz", "--gzip", ".tgz", "--gzip", ".bz2", "--bzip2", ".xz", "--xz", ".zst",
                    "--zstd");

    /// The file is read once: what was checked is what was unpacked.
    void run(BuildProgram program) throws IOException, OperationFailure {
        MessageDigest digest = Sha256.digest();
        try (InputStream in =
                new DigestInputStream(Files.newInputStream(Path.of(archive.file())), digest)) {
            program.run(command(), out -> drain(in, out));
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
                            + ", and not "
                            + archive.sha256()
                            + " as was said");
        }
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(List.of("tar", "--extract", "--file=-", "--directory=" + tree));
        command.addAll(List.of("--numeric-owner", "--same-owner", "--same-permissions"));
        command.addAll(List.of("--xattrs", "--xattrs-include=security.capability", "--acls"));
        // Device nodes of others; every VE is given its own.
        command.addAll(List.of("--anchored", "--exclude=./dev/*", "--exclude=dev/*"));
        compression(archive.file()).ifPresent(command::add);
        return command;
    }

    /// The option of GNU tar for what a file's name ends in.
    static Optional<String> compression(String file) {
        return COMPRESSIONS.entrySet().stream()
                .filter(entry -> file.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// To the end even where tar stops at the end of the archive: padding counts in the sum.
    private static void drain(InputStream in, OutputStream out) throws IOException {
        try {
            in.transferTo(out);
        } finally {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
