package org.vzgit.reconciler.source;

import java.util.Locale;
import org.eclipse.jgit.api.errors.InvalidRemoteException;

/// Says what a failed exchange with a Git server means. JGit has one exception type for nearly
/// everything on the way to a server, so the words of the innermost cause decide.
final class RemoteFailure {
    private RemoteFailure() {}

    /// @param attempt what was tried, on which URL
    static SourceFailure of(String attempt, Exception failed) {
        String reason = reason(failed);
        String words = reason.toLowerCase(Locale.ROOT);
        if (failed instanceof AccessToken.TokenUnreadable) {
            return failure(
                    SourceFailure.Kind.DENIED, attempt, failed, reason, "fix the token file");
        }
        if (words.contains("host key") || words.contains("server key")) {
            String next = "add the server's key to ~/.ssh/known_hosts after checking it";
            return failure(SourceFailure.Kind.DENIED, attempt, failed, reason, next);
        }
        if (words.contains("ssl problems") || words.contains("certificate")) {
            String next = "put the certificate of its authority in authority.pem after checking it";
            return failure(SourceFailure.Kind.DENIED, attempt, failed, reason, next);
        }
        if (words.contains("auth") || words.contains("not permitted")) {
            String next = "give a token file for https, or a key in ~/.ssh for ssh";
            return failure(SourceFailure.Kind.DENIED, attempt, failed, reason, next);
        }
        if (failed instanceof InvalidRemoteException || words.contains("not found")) {
            String next = "check the URL, and that the token or key may read it";
            return failure(SourceFailure.Kind.NOT_A_REPOSITORY, attempt, failed, reason, next);
        }
        String next = "check the network; the next poll tries again";
        return failure(SourceFailure.Kind.UNREACHABLE, attempt, failed, reason, next);
    }

    private static SourceFailure failure(
            SourceFailure.Kind kind, String attempt, Exception cause, String reason, String next) {
        return new SourceFailure(kind, attempt + ": " + reason, next, cause);
    }

    /// All distinct messages from the outside in, since either end may be the telling one.
    private static String reason(Throwable failed) {
        StringBuilder text = new StringBuilder();
        Throwable at = failed;
        for (int depth = 0; at != null && depth < 8; depth++) {
            String message = String.valueOf(at.getMessage()).replaceAll("\\s+", " ");
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
            at = at.getCause();
        }
        return text.toString();
    }
}
