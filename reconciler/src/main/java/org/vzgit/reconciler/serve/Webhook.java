package org.vzgit.reconciler.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells a forge's message from anybody else's. What it says is not read: it only means that a look
/// at the source is worth it now, so a message that is sent twice does no harm.
final class Webhook {
    /// What GitHub sends at most. It is never held in memory.
    static final long BODY_MAX = 25L << 20;

    private static final int CHUNK = 16 * 1024;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    /// @param secret that the forge knows, at least 16 characters: shorter ones can be guessed
    Webhook(String secret) {
        if (secret.length() < 16) {
            throw new IllegalArgumentException("a webhook secret needs 16 characters or more");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    enum Answer {
        ACCEPTED,
        /// No signature, or a wrong one.
        DENIED,
        TOO_LARGE
    }

    /// Who sends, and how it proves that it knows the secret.
    enum Forge {
        /// `X-Hub-Signature-256: sha256=` and the HMAC of the body.
        GITHUB("X-Hub-Signature-256", "sha256="),
        /// The secret itself, in `X-Gitlab-Token`.
        GITLAB("X-Gitlab-Token", ""),
        /// The HMAC of the body in hex.
        GITEA("X-Gitea-Signature", ""),
        /// Anything that can sign: curl and openssl. As GitHub does it.
        GENERIC("X-Vzgit-Signature", "sha256=");

        private final String header;
        private final String prefix;

        Forge(String header, String prefix) {
            this.header = header;
            this.prefix = prefix;
        }

        String header() {
            return header;
        }
    }

    /// @param headers the value of a header of the request
    Answer judge(Forge forge, Function<String, Optional<String>> headers, InputStream body)
            throws IOException {
        Mac mac = mac();
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            length += read;
            if (length > BODY_MAX) {
                return Answer.TOO_LARGE;
            }
            mac.update(chunk, 0, read);
        }
        byte[] expected =
                forge == Forge.GITLAB
                        ? secret
                        : (forge.prefix + HexFormat.of().formatHex(mac.doFinal()))
                                .getBytes(StandardCharsets.UTF_8);
        byte[] given = headers.apply(forge.header).orElse("").getBytes(StandardCharsets.UTF_8);
        // In a time that does not tell how much of it is right.
        return MessageDigest.isEqual(expected, given) ? Answer.ACCEPTED : Answer.DENIED;
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(ALGORITHM + " is in every Java", e);
        }
    }
}
