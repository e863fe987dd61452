package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.reconciler.serve.Webhook.Answer;
import org.vzgit.reconciler.serve.Webhook.Forge;

class WebhookForgeryTest {
    /// RFC 4231, test case 1: twenty times 0x0b.
    private static final String SECRET = "\u000b".repeat(20);

    private static final String BODY = "Hi There";
    private static final String HMAC =
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";

    private final Webhook webhook = new Webhook(SECRET);

    private static String proof(Forge forge) {
        return switch (forge) {
            case GITHUB, GENERIC -> "sha256=" + HMAC;
            case GITEA -> HMAC;
            case GITLAB -> SECRET;
        };
    }

    private Answer judge(Forge forge, String proof) throws IOException {
        return webhook.judge(forge, _ -> Optional.of(proof), body(BODY));
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, X-Hub-Signature-256",
        "GITLAB, X-Gitlab-Token",
        "GITEA, X-Gitea-Signature",
        "GENERIC, X-Vzgit-Signature"
    })
    void eachForgeIsAskedForItsOwnHeaderOnly(Forge forge, String header) throws IOException {
        List<String> asked = new ArrayList<>();
        Answer answer =
                webhook.judge(
                        forge,
                        name -> {
                            asked.add(name);
                            return Optional.of(proof(forge));
                        },
                        body(BODY));
        assertEquals(Answer.ACCEPTED, answer);
        assertEquals(List.of(header), asked);
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void noProofIsNoEntry(Forge forge) throws IOException {
        assertEquals(Answer.DENIED, webhook.judge(forge, _ -> Optional.empty(), body(BODY)));
        assertEquals(Answer.DENIED, judge(forge, ""));
        assertEquals(Answer.DENIED, judge(forge, "sha256="));
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void everyShorterOrLongerProofIsDenied(Forge forge) throws IOException {
        String right = proof(forge);
        for (int length = 0; length < right.length(); length++) {
            assertEquals(Answer.DENIED, judge(forge, right.substring(0, length)));
            assertEquals(Answer.DENIED, judge(forge, right.substring(length + 1)));
        }
        for (String more : List.of(right + "0", right + " ", " " + right, right + right)) {
            assertEquals(Answer.DENIED, judge(forge, more));
        }
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void oneWrongCharacterAnywhereIsDenied(Forge forge) throws IOException {
        String right = proof(forge);
        for (int i = 0; i < right.length(); i++) {
            char other = right.charAt(i) == '0' ? '1' : '0';
            String wrong = right.substring(0, i) + other + right.substring(i + 1);
            assertEquals(Answer.DENIED, judge(forge, wrong), wrong);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Forge.class, names = "GITLAB", mode = EnumSource.Mode.EXCLUDE)
    void signaturesAreLowerCaseAndOfSha256(Forge forge) throws IOException {
        assertEquals(Answer.ACCEPTED, judge(forge, proof(forge)));
        assertEquals(Answer.DENIED, judge(forge, proof(forge).toUpperCase(Locale.ROOT)));
        assertEquals(Answer.DENIED, judge(forge, "sha1=" + HMAC));
        assertEquals(Answer.DENIED, judge(forge, forge == Forge.GITEA ? "sha256=" + HMAC : HMAC));
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void theRightProofForAnotherSecretIsDenied(Forge forge) throws IOException {
        Webhook other = new Webhook(SECRET + "\u000b");
        assertEquals(Answer.DENIED, other.judge(forge, _ -> Optional.of(proof(forge)), body(BODY)));
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void aBodyInSingleBytesIsTheSameBody(Forge forge) throws IOException {
        InputStream slow =
                new InputStream() {
                    private final InputStream all = body(BODY);

                    @Override
                    public int read() throws IOException {
                        return all.read();
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        return all.read(bytes, from, Math.min(length, 1));
                    }
                };
        assertEquals(Answer.ACCEPTED, webhook.judge(forge, _ -> Optional.of(proof(forge)), slow));
    }

    @ParameterizedTest
    @EnumSource(Forge.class)
    void oneAnswerLeavesNothingForTheNext(Forge forge) throws IOException {
        assertEquals(Answer.DENIED, webhook.judge(forge, _ -> Optional.of("x"), body("other")));
        assertEquals(Answer.ACCEPTED, judge(forge, proof(forge)));
        assertEquals(Answer.ACCEPTED, judge(forge, proof(forge)));
    }

    @Test
    void aBodyThatBreaksOffHasNoAnswer() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Connection reset");
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        throw new IOException("Connection reset");
                    }
                };
        var failure =
                assertThrows(
                        IOException.class,
                        () -> webhook.judge(Forge.GITLAB, _ -> Optional.of(SECRET), broken));
        assertEquals("Connection reset", failure.getMessage());
    }

    @Test
    void theSecretIsUtf8AndItsLimitIsNamed() throws IOException {
        String umlauts = "ä".repeat(16);
        Answer answer =
                new Webhook(umlauts).judge(Forge.GITLAB, _ -> Optional.of(umlauts), body(""));
        assertEquals(Answer.ACCEPTED, answer);
        var refused = assertThrows(IllegalArgumentException.class, () -> new Webhook(""));
        assertEquals("a webhook secret needs 16 characters or more", refused.getMessage());
    }
}
