package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// The files that say whose signatures count on this node.
///
/// @param allowed SSH keys, in the format ALLOWED SIGNERS of ssh-keygen(1)
/// @param revoked SSH keys that count no more; read only together with `allowed`
/// @param openPgp OpenPGP public keys
public record Signers(Path allowed, Path revoked, Path openPgp) {
    /// @param directory of the administrator's files, e.g. `/etc/vzgit`
    public static Signers in(Path directory) {
        return new Signers(
                directory.resolve("allowed_signers"),
                directory.resolve("revoked_keys"),
                directory.resolve("trusted.asc"));
    }

    /// Signatures are required as soon as the administrator says whose.
    public boolean required() {
        return new SignerFile(allowed).exists() || new SignerFile(openPgp).exists();
    }

    /// Reads the files, once for all commits that are looked at together.
    ///
    /// @param watched what the commits are taken from
    /// @throws IOException when a file is there that cannot be read or trusted
    public Verifier open(Repository repository, Path watched) throws IOException {
        Optional<Path> ssh = trusted(allowed, watched);
        Optional<Path> gone = trusted(revoked, watched);
        Optional<Path> pgp = trusted(openPgp, watched);
        return new Verifier(
                ssh.isPresent()
                        ? Optional.of(new SshSignatures(repository, ssh.get(), gone))
                        : Optional.empty(),
                pgp.isPresent() ? Optional.of(new OpenPgpSignatures(pgp.get())) : Optional.empty());
    }

    private static Optional<Path> trusted(Path path, Path watched) throws IOException {
        SignerFile file = new SignerFile(path);
        return file.exists() ? Optional.of(file.trusted(watched)) : Optional.empty();
    }

    /// Verifies commits one by one.
    public static final class Verifier {
        private final Optional<SshSignatures> ssh;
        private final Optional<OpenPgpSignatures> openPgp;

        Verifier(Optional<SshSignatures> ssh, Optional<OpenPgpSignatures> openPgp) {
            this.ssh = ssh;
            this.openPgp = openPgp;
        }

        /// @param raw the commit object without Git's `commit SIZE\0`
        public Verdict verify(byte[] raw) throws IOException {
            Optional<SignedCommit> signed = SignedCommit.of(raw);
            return signed.isEmpty() ? new Verdict.Unsigned() : verify(signed.get());
        }

        private Verdict verify(SignedCommit commit) throws IOException {
            String text = new String(commit.signature(), StandardCharsets.ISO_8859_1);
            if (text.startsWith("-----BEGIN SSH SIGNATURE-----")) {
                return ssh.isPresent()
                        ? ssh.get().verify(commit)
                        : new Verdict.Refused("signed with SSH, and no SSH signer is allowed here");
            }
            if (text.startsWith("-----BEGIN PGP SIGNATURE-----")) {
                return openPgp.isPresent()
                        ? openPgp.get().verify(commit)
                        : new Verdict.Refused(
                                "signed with OpenPGP, and no such key is allowed here");
            }
            return new Verdict.Refused("signed with something that is neither SSH nor OpenPGP");
        }
    }
}
