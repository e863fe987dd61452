package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.security.PublicKey;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.signing.ssh.VerificationException;

/// Answers JGit's questions about keys. Its own reader of allowed signers (7.8.1) knows one quoted
/// option to a line and takes `namespaces="git",valid-before="…"`, as ssh-keygen(1) has it, for a
/// malformed key. Its reader of revocation lists is used as it is.
final class SignerDatabase implements SigningKeyDatabase {
    private final SigningKeyDatabase original;

    private SignerDatabase(SigningKeyDatabase original) {
        this.original = original;
    }

    /// Idempotent. One for the whole process: JGit has no other way. Which file counts comes with
    /// each question.
    static synchronized void install() {
        if (!(SigningKeyDatabase.getInstance() instanceof SignerDatabase)) {
            SigningKeyDatabase.setInstance(new SignerDatabase(SigningKeyDatabase.getInstance()));
        }
    }

    @Override
    public boolean isRevoked(Repository repository, GpgConfig config, PublicKey key)
            throws IOException {
        return original.isRevoked(repository, config, key);
    }

    @Override
    public String isAllowed(
            Repository repository,
            GpgConfig config,
            PublicKey key,
            String namespace,
            PersonIdent committer)
            throws VerificationException {
        if (!(config instanceof WithKeys own)) {
            throw new VerificationException(false, "asked without a file of allowed signers");
        }
        return own.keys
                .signer(key, namespace, committer.getWhenAsInstant())
                .orElseThrow(() ->
                        new VerificationException(
                                false, "allowed to nobody at the time of the commit"));
    }

    /// Carries the keys of one file through JGit.
    static final class WithKeys extends GpgConfig {
        private final AllowedKeys keys;

        /// @param config one of our own: the repository's could name other files
        WithKeys(Config config, AllowedKeys keys) {
            super(config);
            this.keys = keys;
        }
    }
}
