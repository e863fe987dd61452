package org.vzgit.reconciler.source;

import java.io.IOException;
import java.util.Locale;
import org.eclipse.jgit.api.errors.InvalidRemoteException;
import org.vzgit.reconciler.text.SafeText;

/// Says what a failed exchange with a Git server means. JGit has one exception type for nearly
/// everything on the way to a server, so the words of the innermost cause decide.
final class RemoteFailure {
    /// What a server says may be as long as it likes; a line of a log, and not its page.
    private static final int REASON_MAX = 500;

    /// Deeper causes say nothing new.
    private static final int DEPTH_MAX = 8;

    private RemoteFailure() {}

    /// @param attempt what was tried, on which URL
    /// @param sent what must not be repeated of what the server said
    static SourceFailure of(String attempt, Exception failed, Redaction sent) {
        String said = reason(failed);
        String hidden = sent.hide(said);
        return of(attempt, hidden.equals(said) ? failed : silent(failed, hidden), hidden);
    }

    /// A stack trace shows the messages of all causes, too.
    private static Exception silent(Exception failed, String hidden) {
        Exception silent = new IOException(hidden);
        silent.setStackTrace(failed.getStackTrace());
        return silent;
    }

    private static SourceFailure of(String attempt, Exception failed, String all) {
        String reason = SafeText.of(all, REASON_MAX);
        String words = reason.toLowerCase(Locale.ROOT);
        if (failed instanceof AccessToken.TokenUnreadable) {
            return failure(
                    SourceFailure.Kind.DENIED, attempt, failed, reason, "fix the token file");
        }
        if (failed instanceof RuntimeException) {
            String next = "check that a Git server answers there, with the smart protocol";
            return failure(SourceFailure.Kind.UNREACHABLE, attempt, failed, reason, next);
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
        for (int depth = 0; at != null && depth < DEPTH_MAX; depth++) {
            String message = String.valueOf(at.getMessage()).replaceAll("\\s+", " ");
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
            at = at.getCause();
        }
        return text.toString();
    }
}
