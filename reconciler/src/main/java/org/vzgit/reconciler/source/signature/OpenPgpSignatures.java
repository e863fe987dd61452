package org.vzgit.reconciler.source.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.api.OpenPGPApi;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/// OpenPGP signatures against a file of public keys, as `gpg --export --armor KEY…` writes it. All
/// keys in the file are trusted alike: the file is the administrator's choice, so there is no web
/// of trust, and no `gpg` with its agent, home directory and locale is run.
///
/// BouncyCastle checks the whole certificate: that the subkey is bound to the primary key in both
/// directions and may sign, and that neither had expired or was revoked when the signature was
/// made; a key revoked as compromised makes none good at any time. Its policy refuses MD5 and
/// SHA-1.
final class OpenPgpSignatures {
    /// Keys of a team; a key ring of all the world would make each check slow.
    private static final int KEYS_MAX = 500;

    private final OpenPGPApi api = new BcOpenPGPApi();
    private final List<OpenPGPCertificate> keys;

    OpenPgpSignatures(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            keys = api.readKeyOrCertificate().parseCertificates(in);
        } catch (RuntimeException malformed) {
            throw new IOException("read " + file + ": not OpenPGP keys: " + malformed, malformed);
        }
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new IOException("read " + file + ": has not 1 to " + KEYS_MAX + " OpenPGP keys");
        }
    }

    Verdict verify(SignedCommit commit) {
        try {
            var processor = api.verifyDetachedSignature();
            keys.forEach(processor::addVerificationCertificate);
            processor.addSignatures(new ByteArrayInputStream(commit.signature()));
            return verdict(processor.process(new ByteArrayInputStream(commit.payload())));
        } catch (IOException | RuntimeException malformed) {
            // Whoever made the commit chose these bytes; parsers answer some with any exception.
            return new Verdict.Refused(
                    "OpenPGP signature: " + Printable.of(String.valueOf(malformed.getMessage())));
        }
    }

    private static Verdict verdict(List<OpenPGPDocumentSignature> signatures) {
        Verdict verdict = new Verdict.Refused("OpenPGP key is none of the allowed ones");
        for (OpenPGPDocumentSignature signature : signatures) {
            verdict = verdict(signature);
            if (verdict instanceof Verdict.Signed) {
                return verdict;
            }
        }
        return verdict;
    }

    private static Verdict verdict(OpenPGPDocumentSignature signature) {
        OpenPGPCertificate owner = signature.getIssuerCertificate();
        if (owner == null) {
            return new Verdict.Refused(
                    "OpenPGP key " + signature.getKeyIdentifier() + " is none of the allowed ones");
        }
        String key = fingerprint(owner);
        try {
            if (!signature.isTestedCorrect()) {
                return new Verdict.Refused("OpenPGP key " + key + ": the signature does not fit");
            }
            return signature.isValid()
                    ? new Verdict.Signed(name(owner), key)
                    : new Verdict.Refused("OpenPGP key " + key + ": revoked, expired or too weak");
        } catch (PGPSignatureException refused) {
            return new Verdict.Refused(
                    "OpenPGP key " + key + ": " + Printable.of(refused.getMessage()));
        }
    }

    private static String fingerprint(OpenPGPCertificate key) {
        return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
    }

    private static String name(OpenPGPCertificate key) {
        OpenPGPUserId primary = key.getPrimaryUserId();
        return primary == null ? fingerprint(key) : Printable.of(primary.getUserId());
    }
}
