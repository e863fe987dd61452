package org.vzgit.reconciler.forge;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vzgit.reconciler.source.Redaction;
import org.vzgit.reconciler.source.TokenFile;
import org.vzgit.reconciler.text.SafeText;

/// Posts one status to a forge. What the forge answers is not read: only its code counts.
final class StatusPost implements Delivery, AutoCloseable {
    /// A forge that takes longer to say one word will be asked again.
    static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /// The line of a log, whatever a server sends instead of HTTP.
    private static final int REASON_MAX = 200;

    private final ForgeProject project;
    private final String node;
    private final TokenFile token;
    private final Duration most;
    private final HttpClient client =
            HttpClient.newBuilder()
                    // The token must not follow a redirect to wherever it points.
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    /// @param most for one post, from the first byte to the last
    StatusPost(ForgeProject project, String node, TokenFile token, Duration most) {
        this.project = project;
        this.node = node;
        this.token = token;
        this.most = most;
    }

    /// @throws InterruptedException when the agent ends; the post is given up
    @Override
    public Answer deliver(CommitStatus status) throws InterruptedException {
        HttpRequest request;
        Redaction sent;
        try {
            String secret = token.read();
            sent = Redaction.of(secret);
            request = request(status, secret);
        } catch (IOException unreadable) {
            return new Answer.Failed(
                    "read token file " + token.file() + ": " + unreadable.getMessage());
        }
        // HttpRequest.timeout ends with the headers (JDK 25); a body may drip for ever.
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, BodyHandlers.discarding());
        String what = "post " + request.uri();
        try {
            return of(what, answer.get(most.toMillis(), TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException _) {
            return new Answer.Failed(what + ": no answer within " + most.toSeconds() + " s");
        } catch (ExecutionException failed) {
            // A line that is no HTTP is told as it is, and may be an echo.
            String reason = sent.hide(reason(failed));
            return new Answer.Failed(what + ": " + SafeText.of(reason, REASON_MAX));
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(CommitStatus status, String secret) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(project.forge().address(project.url(), status))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "vzgit");
        project.forge().headers(secret).forEach(request::setHeader);
        return request.POST(BodyPublishers.ofString(project.forge().body(status, node))).build();
    }

    static Answer of(String what, int code) {
        return switch (code) {
            case 200, 201, 202, 204 -> new Answer.Taken();
            case 408, 425, 429 -> new Answer.Failed(what + ": HTTP " + code);
            case 401, 403 ->
                    new Answer.Refused(
                            what + ": HTTP " + code + "; the token may not write statuses there");
            case 404, 422 ->
                    new Answer.Refused(
                            what
                                    + ": HTTP "
                                    + code
                                    + "; check the address and that it has the commit");
            default ->
                    code >= 500
                            ? new Answer.Failed(what + ": HTTP " + code)
                            : new Answer.Refused(what + ": HTTP " + code);
        };
    }

    /// Java's exceptions for a refused connection have no message.
    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
