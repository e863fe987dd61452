package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.reconciler.serve.Webhook.Answer;
import org.vzgit.reconciler.serve.Webhook.Forge;

class WebhookTest {
    /// The example of GitHub's documentation, "Validating webhook deliveries".
    private static final String SECRET = "It's a Secret to Everybody";

    private static final String BODY = "Hello, World!";
    private static final String HMAC =
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final Webhook webhook = new Webhook(SECRET);

    @ParameterizedTest
    @CsvSource({
        "GITHUB, X-Hub-Signature-256, sha256=" + HMAC,
        "GITEA, X-Gitea-Signature, " + HMAC,
        "GENERIC, X-Vzgit-Signature, sha256=" + HMAC,
    })
    void signatureOfTheBodyIsAccepted(Forge forge, String header, String value) throws IOException {
        assertEquals(Answer.ACCEPTED, judge(forge, Map.of(header, value), BODY));
        assertEquals(Answer.DENIED, judge(forge, Map.of(header, value), BODY + "!"));
        assertEquals(Answer.DENIED, judge(forge, Map.of(header, value.substring(1)), BODY));
        assertEquals(Answer.DENIED, judge(forge, Map.of("X-Other", value), BODY));
    }

    @Test
    void gitlabSendsTheSecretItself() throws IOException {
        assertEquals(Answer.ACCEPTED, judge(Forge.GITLAB, Map.of("X-Gitlab-Token", SECRET), "any"));
        assertEquals(
                Answer.DENIED, judge(Forge.GITLAB, Map.of("X-Gitlab-Token", SECRET + "s"), "any"));
        assertEquals(Answer.DENIED, judge(Forge.GITLAB, Map.of(), "any"));
    }

    @Test
    void forgesDoNotTakeEachOthersProof() throws IOException {
        for (Forge forge : Forge.values()) {
            if (forge != Forge.GITLAB) {
                assertEquals(Answer.DENIED, judge(forge, Map.of(forge.header(), SECRET), BODY));
            }
        }
    }

    @Test
    void bodyAtTheLimitIsReadAndOneByteMoreIsNot() throws IOException {
        Zeros most = new Zeros(Webhook.BODY_MAX);
        assertEquals(Answer.DENIED, webhook.judge(Forge.GITHUB, _ -> Optional.empty(), most));
        assertEquals(0, most.left);
        Zeros more = new Zeros(Long.MAX_VALUE);
        assertEquals(Answer.TOO_LARGE, webhook.judge(Forge.GITHUB, _ -> Optional.empty(), more));
        assertTrue(Long.MAX_VALUE - more.left < Webhook.BODY_MAX + (64 << 10));
        assertEquals(
                Answer.TOO_LARGE,
                webhook.judge(
                        Forge.GITHUB, _ -> Optional.empty(), new Zeros(Webhook.BODY_MAX + 1)));
    }

    @Test
    void secretThatCanBeGuessedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Webhook("fifteen letters"));
        new Webhook("sixteen letters!");
    }

    private Answer judge(Forge forge, Map<String, String> headers, String body) throws IOException {
        return webhook.judge(
                forge,
                name -> Optional.ofNullable(headers.get(name)),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int now = (int) Math.min(length, left);
            left -= now;
            return now;
        }
    }
}
