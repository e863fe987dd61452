package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.source.TokenFile;

/// Over real HTTP. The golden files are whole requests, less what java.net.http adds.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusPostTest {
    private static final Path GOLDEN = Path.of("src/test/forge");
    private static final CommitStatus SUCCESS =
            CommitStatus.after(Passes.quiet(Passes.COMMIT)).orElseThrow();

    @TempDir Path directory;
    private FakeForge forge;
    private Path token;

    @BeforeEach
    void begin() throws IOException {
        forge = new FakeForge();
        token = directory.resolve("token");
        write("s3cr3t\n", "rw-------");
    }

    @AfterEach
    void end() {
        forge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "gitea", "generic"})
    void requestIsWhatTheForgeWants(String kind) throws Exception {
        assertEquals(new Answer.Taken(), post(kind, SUCCESS));
        assertEquals(golden(kind), forge.requests.getFirst());
    }

    @Test
    void gitlabHasAWordOfItsOwnForFailure() throws Exception {
        CommitStatus failure = CommitStatus.after(Passes.failed(Passes.COMMIT, 101)).orElseThrow();
        assertEquals(new Answer.Taken(), post("gitlab", failure));
        assertEquals(golden("gitlab-failure"), forge.requests.getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void codeOfSuccessIsTaken(int code) throws Exception {
        forge.codes = java.util.List.of(code);
        assertEquals(new Answer.Taken(), post("github", SUCCESS));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void codeThatPassesIsTriedAgain(int code) {
        assertInstanceOf(Answer.Failed.class, StatusPost.of("post x", code));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 401, 403, 404, 405, 422})
    void codeThatStaysIsNot(int code) {
        assertInstanceOf(Answer.Refused.class, StatusPost.of("post x", code));
    }

    @Test
    void refusalNamesTheAddressAndTheNextStep() throws Exception {
        forge.codes = java.util.List.of(403);
        assertEquals(
                new Answer.Refused(
                        "post "
                                + forge.url()
                                + "/statuses/"
                                + Passes.COMMIT
                                + ": HTTP 403; the token may not write statuses there"),
                post("github", SUCCESS));
    }

    @Test
    void redirectIsNotFollowedWithTheToken() throws Exception {
        forge.codes = java.util.List.of(302, 201);
        assertInstanceOf(Answer.Refused.class, post("github", SUCCESS));
        assertEquals(1, forge.requests.size());
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        forge.codes = java.util.List.of(-1);
        Answer.Failed failed =
                assertInstanceOf(
                        Answer.Failed.class, post("github", SUCCESS, Duration.ofMillis(1500)));
        assertTrue(failed.message().endsWith(": no answer within 1 s"), failed.message());
    }

    @Test
    void serverWhoseBodyNeverEndsIsGivenUp() throws Exception {
        forge.codes = java.util.List.of(0);
        assertInstanceOf(Answer.Failed.class, post("github", SUCCESS, Duration.ofMillis(1500)));
        assertEquals(1, forge.requests.size());
    }

    @Test
    void serverThatIsGoneIsTriedAgain() throws Exception {
        String url = forge.url();
        forge.close();
        try (StatusPost post = post(ForgeProject.parse("github=" + url), Duration.ofSeconds(20))) {
            assertInstanceOf(Answer.Failed.class, post.deliver(SUCCESS));
        }
    }

    @Test
    void tokenIsReadAgainForEachPost() throws Exception {
        try (StatusPost post = post(project("gitlab"), Duration.ofSeconds(20))) {
            post.deliver(SUCCESS);
            write("n3xt", "rw-------");
            post.deliver(SUCCESS);
        }
        assertTrue(forge.requests.getLast().contains("Private-token: n3xt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3cr3t\r\nX-Evil: 1", "s3cr3t two", "", "s3cr3t\u00e4", "s3cr3t\u0007"})
    void tokenThatIsNoneIsNotSentAndNotShown(String text) throws Exception {
        write(text, "rw-------");
        Answer.Failed failed = assertInstanceOf(Answer.Failed.class, post("github", SUCCESS));
        assertTrue(failed.message().startsWith("read token file " + token + ": it "));
        assertFalse(failed.message().contains("s3cr3t"), failed.message());
        assertEquals(0, forge.requests.size());
    }

    @Test
    void tokenThatEverybodyCanReadIsNotUsed() throws Exception {
        write("s3cr3t", "rw-r--r--");
        Answer.Failed failed = assertInstanceOf(Answer.Failed.class, post("github", SUCCESS));
        assertTrue(failed.message().endsWith("run: chmod o-r " + token), failed.message());
        assertEquals(0, forge.requests.size());
    }

    @Test
    void tokenAsLongAsItMayBeIsUsedAndOneByteMoreIsNot() throws Exception {
        write("x".repeat(16 * 1024), "rw-------");
        // A header that long is for the server to judge; what counts is that it was sent.
        post("generic", SUCCESS);
        write("x".repeat(16 * 1024 + 1), "rw-------");
        Answer.Failed failed = assertInstanceOf(Answer.Failed.class, post("generic", SUCCESS));
        assertTrue(failed.message().contains("that is no token"), failed.message());
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(token, text);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(permissions));
    }

    private Answer post(String kind, CommitStatus status) throws InterruptedException {
        return post(kind, status, Duration.ofSeconds(20));
    }

    private Answer post(String kind, CommitStatus status, Duration most)
            throws InterruptedException {
        try (StatusPost post = post(project(kind), most)) {
            return post.deliver(status);
        }
    }

    private StatusPost post(ForgeProject project, Duration most) {
        return new StatusPost(project, "hn1", new TokenFile(token), most);
    }

    private ForgeProject project(String kind) {
        return ForgeProject.parse(kind + "=" + forge.url());
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name + ".http"));
    }
}
