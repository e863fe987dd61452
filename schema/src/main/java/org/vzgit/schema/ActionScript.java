package org.vzgit.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One action script of a desired state.
///
/// A repository holds files of all kinds, among them systemd's `*.mount`. Only what is in a
/// directory `scripts` and named after its action, as `scripts/web.mount`, is taken for a script.
///
/// @param path relative to the root of the desired state
/// @param text the whole script, in the revision that is applied
public record ActionScript(String path, String text) {
    /// The longest of those that OpenVZ's wiki has is 3 KB. All of a node's are read at every look.
    public static final int BYTES_MAX = 64 * 1024;

    /// Enough that nobody makes two scripts that read the same in a plan by accident; the whole
    /// digest is what is compared.
    private static final int SHOWN = 12;

    private static final String DIRECTORY = "scripts/";

    /// What the kernel executes by itself: a script names its interpreter.
    private static final String BEGINNING = "#!/";

    /// @throws IllegalArgumentException with what is wrong with it
    public ActionScript {
        if (!text.startsWith(BEGINNING)) {
            throw new IllegalArgumentException("does not begin with " + BEGINNING);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("has a NUL character");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new IllegalArgumentException("has more than " + BYTES_MAX + " bytes");
        }
    }

    /// What a file of this path is for; empty when it is no script.
    public static Optional<ScriptAction> actionOf(String path) {
        boolean among = path.startsWith(DIRECTORY) || path.contains("/" + DIRECTORY);
        return among
                ? ScriptAction.of(path.substring(path.lastIndexOf('.') + 1))
                : Optional.empty();
    }

    /// Names the content: SHA-256 in hex digits.
    public String digest() {
        return digestOf(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String digestOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// As plans show a content: `sha256 1f2e3d4c5b6a`.
    public static String shown(String digest) {
        return "sha256 " + digest.substring(0, SHOWN);
    }

    /// The path and the content's name: the content itself is for the repository to show.
    @Override
    public String toString() {
        return path + " (" + shown(digest()) + ")";
    }
}
