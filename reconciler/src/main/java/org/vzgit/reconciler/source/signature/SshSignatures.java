package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifiers;

/// SSH signatures (OpenSSH's PROTOCOL.sshsig, namespace `git`) against a file in the format ALLOWED
/// SIGNERS of ssh-keygen(1); its times are compared with the time of the commit, as git does. JGit
/// checks the signature and the certificate. Revoked keys come from a file as in KEY REVOCATION
/// LISTS there.
///
/// Loads Apache MINA sshd, which takes a quarter of a second.
final class SshSignatures {
    private final Repository repository;
    private final GpgConfig config;

    SshSignatures(Repository repository, Path allowed, Optional<Path> revoked) throws IOException {
        SignerDatabase.install();
        this.repository = repository;
        Config own = new Config();
        revoked.ifPresent(file -> own.setString("gpg", "ssh", "revocationFile", file.toString()));
        this.config =
                new SignerDatabase.WithKeys(own, AllowedKeys.read(allowed, ZoneId.systemDefault()));
    }

    Verdict verify(SignedCommit commit) throws IOException {
        SignatureVerifier verifier = SignatureVerifiers.get(GpgFormat.SSH);
        if (verifier == null) {
            throw new IOException("no verifier of SSH signatures on the class path");
        }
        var result = verifier.verify(repository, config, commit.payload(), commit.signature());
        if (!result.verified() || result.expired()) {
            return new Verdict.Refused(
                    "SSH key "
                            + Printable.of(result.keyFingerprint())
                            + ": "
                            + Printable.of(result.message()));
        }
        return new Verdict.Signed(
                Printable.of(result.keyUser()), Printable.of(result.keyFingerprint()));
    }
}
