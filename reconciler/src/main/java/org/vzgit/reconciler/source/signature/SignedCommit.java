package org.vzgit.reconciler.source.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A commit object taken apart: what was signed, and the signature over it.
///
/// Git keeps the signature as a header of the commit, its further lines indented by one space, and
/// signs the object as it is without that header (gitformat-signature(5)).
final class SignedCommit {
    private static final byte[] HEADER = "gpgsig ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] payload;
    private final byte[] signature;

    private SignedCommit(byte[] payload, byte[] signature) {
        this.payload = payload;
        this.signature = signature;
    }

    byte[] payload() {
        return payload;
    }

    /// Armoured, as `ssh-keygen -Y sign` or `gpg --detach-sign --armor` printed it.
    byte[] signature() {
        return signature;
    }

    /// @param raw the commit object without Git's `commit SIZE\0`
    /// @return empty when nothing is signed
    static Optional<SignedCommit> of(byte[] raw) {
        int begin = header(raw);
        if (begin < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream signature = new ByteArrayOutputStream();
        int at = begin + HEADER.length;
        int next = nextLine(raw, at);
        signature.write(raw, at, next - at);
        while (next < raw.length && raw[next] == ' ') {
            at = next + 1;
            next = nextLine(raw, at);
            signature.write(raw, at, next - at);
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream(raw.length);
        payload.write(raw, 0, begin);
        payload.write(raw, next, raw.length - next);
        return Optional.of(new SignedCommit(payload.toByteArray(), signature.toByteArray()));
    }

    /// Only above the empty line: below it is the message, in which anybody can write anything.
    private static int header(byte[] raw) {
        int at = 0;
        while (at < raw.length && raw[at] != '\n') {
            int end = at + HEADER.length;
            if (end <= raw.length && Arrays.equals(raw, at, end, HEADER, 0, HEADER.length)) {
                return at;
            }
            at = nextLine(raw, at);
        }
        return -1;
    }

    private static int nextLine(byte[] raw, int from) {
        int at = from;
        while (at < raw.length && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }
}
