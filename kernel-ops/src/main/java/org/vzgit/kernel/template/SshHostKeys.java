package org.vzgit.kernel.template;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Makes keys as `ssh-keygen -A` does, for a VE that does not run yet.
///
/// Public keys: RFC 4253 6.6, RFC 5656 3.1, RFC 8709. Private keys: PKCS #8, which OpenSSH reads
/// through its library, and for Ed25519, which it reads in no other form before 9.6, its own
/// (`PROTOCOL.key` of OpenSSH).
final class SshHostKeys {
    /// What ssh-keygen(1) makes without being told a size, since OpenSSH 8.0.
    private static final int RSA_BITS = 3072;

    private static final int EC_BITS = 256;
    private static final int ED25519_BYTES = 32;

    /// The block size of the cipher `none`, to which the private part is padded.
    private static final int PADDED_TO = 8;

    private static final int LINE = 70;

    enum Algorithm {
        RSA("rsa", "RSA", RSA_BITS),
        ECDSA("ecdsa", "EC", EC_BITS),
        ED25519("ed25519", "Ed25519", 255);

        private final String word;
        private final String java;
        private final int bits;

        Algorithm(String word, String java, int bits) {
            this.word = word;
            this.java = java;
            this.bits = bits;
        }

        /// What sshd_config(5) expects in a file of this name; DSA is refused by servers of today,
        /// and a server that is told to use other names is left to its administrator.
        static Optional<Algorithm> ofPrivateFile(String name) {
            return Arrays.stream(values())
                    .filter(one -> name.equals("ssh_host_" + one.word + "_key"))
                    .findFirst();
        }
    }

    /// Both files of a key.
    record Pair(String privateText, String publicText) {}

    private final SecureRandom random;

    SshHostKeys(SecureRandom random) {
        this.random = random;
    }

    Pair generate(Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.java);
            generator.initialize(algorithm.bits, random);
            KeyPair keys = generator.generateKeyPair();
            return switch (algorithm) {
                case RSA -> pair("ssh-rsa", rsa((RSAPublicKey) keys.getPublic()), keys);
                case ECDSA ->
                        pair("ecdsa-sha2-nistp256", ecdsa((ECPublicKey) keys.getPublic()), keys);
                case ED25519 -> ed25519(keys);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.java, e);
        }
    }

    private static Pair pair(String type, byte[] blob, KeyPair keys) {
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        return new Pair(pem("PRIVATE KEY", pkcs8), publicLine(type, blob));
    }

    private static byte[] rsa(RSAPublicKey key) {
        return new Wire()
                .text("ssh-rsa")
                .bytes(key.getPublicExponent().toByteArray())
                .bytes(key.getModulus().toByteArray())
                .done();
    }

    private static byte[] ecdsa(ECPublicKey key) {
        byte[] point =
                ByteBuffer.allocate(1 + 2 * EC_BITS / Byte.SIZE)
                        .put((byte) 4)
                        .put(fixed(key.getW().getAffineX()))
                        .put(fixed(key.getW().getAffineY()))
                        .array();
        return new Wire().text("ecdsa-sha2-nistp256").text("nistp256").bytes(point).done();
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = new byte[EC_BITS / Byte.SIZE];
        byte[] significant = number.toByteArray();
        int length = Math.min(significant.length, bytes.length);
        System.arraycopy(
                significant, significant.length - length, bytes, bytes.length - length, length);
        return bytes;
    }

    /// In both of Java's encodings the key itself comes last.
    private Pair ed25519(KeyPair keys) {
        byte[] point = last(keys.getPublic().getEncoded());
        byte[] seed = last(keys.getPrivate().getEncoded());
        byte[] blob = new Wire().text("ssh-ed25519").bytes(point).done();
        int check = random.nextInt();
        byte[] both = ByteBuffer.allocate(2 * ED25519_BYTES).put(seed).put(point).array();
        Wire secret =
                new Wire().number(check).number(check).text("ssh-ed25519").bytes(point).bytes(both);
        secret.text("").padded();
        byte[] file =
                new Wire()
                        .raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                        .text("none")
                        .text("none")
                        .text("")
                        .number(1)
                        .bytes(blob)
                        .bytes(secret.done())
                        .done();
        return new Pair(pem("OPENSSH PRIVATE KEY", file), publicLine("ssh-ed25519", blob));
    }

    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
    }

    private static String publicLine(String type, byte[] blob) {
        return type + " " + Base64.getEncoder().encodeToString(blob) + "\n";
    }

    private static String pem(String what, byte[] bytes) {
        byte[] newline = {'\n'};
        String body = Base64.getMimeEncoder(LINE, newline).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    /// Values as they go over the wire: RFC 4251 5.
    private static final class Wire {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Wire raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Wire number(int value) {
            return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        Wire bytes(byte[] bytes) {
            return number(bytes.length).raw(bytes);
        }

        Wire text(String value) {
            return bytes(value.getBytes(StandardCharsets.US_ASCII));
        }

        void padded() {
            for (int i = 1; out.size() % PADDED_TO != 0; i++) {
                out.write(i);
            }
        }

        byte[] done() {
            return out.toByteArray();
        }
    }
}
