package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.source.EchoServer.Manner;

/// Git servers that send back what they were sent.
class CredentialEchoTest {
    private static final String TOKEN = "t0ken-Zebra/Quagga+Okapi=9";
    private static final Leaks LEAKS = new Leaks(TOKEN);

    @TempDir Path directory;
    private EchoServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new EchoServer(directory);
        Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SERVE", "SILENCE"},
            mode = EnumSource.Mode.EXCLUDE)
    void echoOfTheTokenIsInNoMessageAndNoStackTrace(Manner manner) {
        server.manner = manner;
        server.elsewhere = "ftp://127.0.0.1";
        String told =
                trace(assertThrows(SourceFailure.class, () -> open(server.url() + "/ves.git")));
        assertFalse(server.proofs.isEmpty(), "the token was sent");
        assertEquals(List.of(), LEAKS.in("the failure", told), told);
        assertTrue(told.contains("fetch http://127.0.0.1:"), told);
    }

    /// JGit ends with a defect of its own there, which must not end the agent's look at Git.
    @Test
    void serverOfPlainFilesIsAFailureLikeOthers() throws IOException {
        Path refs = Files.createDirectories(directory.resolve("info")).resolve("refs");
        Files.writeString(refs, "");
        var failure = assertThrows(SourceFailure.class, () -> open(server.url() + "/ves.git"));
        assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.nextStep().contains("smart protocol"), failure.nextStep());
    }

    @Test
    void userInTheUrlIsHiddenTogetherWithTheToken() {
        server.manner = Manner.REASON_PHRASE;
        String url = server.url().replace("//", "//ada@") + "/ves.git";
        String told = trace(assertThrows(SourceFailure.class, () -> open(url)));
        assertEquals(List.of(), LEAKS.in("the failure", told), told);
        assertTrue(told.contains("[secret]"), told);
    }

    /// Without this the tests above could pass because nothing came back.
    @ParameterizedTest
    @EnumSource(names = {"REASON_PHRASE", "REDIRECT", "GIT_ERROR"})
    void libraryTellsTheEchoToWhoeverDoesNotHideIt(Manner manner) {
        server.manner = manner;
        server.elsewhere = "ftp://127.0.0.1";
        var failure =
                assertThrows(
                        GitAPIException.class,
                        () ->
                                Git.lsRemoteRepository()
                                        .setRemote(server.url() + "/ves.git")
                                        .setCredentialsProvider(
                                                new UsernamePasswordCredentialsProvider(
                                                        "x-access-token", TOKEN))
                                        .call());
        assertFalse(LEAKS.in("JGit", trace(failure)).isEmpty(), trace(failure));
        String told = trace(RemoteFailure.of("fetch", failure, Redaction.NONE));
        assertFalse(LEAKS.in("an unguarded failure", told).isEmpty(), told);
    }

    @Test
    void redirectDoesNotTakeTheTokenToAnotherPort() throws IOException {
        try (EchoServer other = new EchoServer(directory)) {
            other.manner = Manner.REASON_PHRASE;
            server.elsewhere = other.url();
            server.manner = Manner.REDIRECT;
            assertThrows(SourceFailure.class, () -> open(server.url() + "/ves.git"));
            assertFalse(server.proofs.isEmpty());
            assertEquals(List.of(), other.proofs);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:%s@example.org/x.git",
                "https://ada:%s@under_score/x.git",
                "https://ada:p@%s@example.org/x.git",
                "https://ada:%s@[bad/x.git",
                "https://ada:%s @example.org/x.git",
                "https://glpat-%s@example.org/x.git",
                "https://github_pat_%s@example.org/x.git",
                "https://x.example.org/x.git?private_token=%s",
                "https://x.example.org/x.git#%s",
                "ssh://ada:%s@example.org/x.git",
                "ftp://ada:%s@example.org/x.git",
                "file://ada:%s@host/x.git",
                "ada:%s@example.org:x.git",
                "ada+x:%s@example.org:x.git",
                "https:/ada:%s@example.org/x.git",
            })
    void secretInAUrlIsRefusedAndNowhereRepeated(String url) {
        String secret = "Zebra-Quagga-Okapi-12345";
        var failure =
                assertThrows(
                        SourceFailure.class, () -> RepositoryAddress.parse(url.formatted(secret)));
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure.kind());
        assertEquals(List.of(), new Leaks(secret).in("the refusal", trace(failure)));
    }

    @Test
    void userOfFortyCharactersIsATokenAndOneOfThirtyNineAPerson() throws SourceFailure {
        String person = "a".repeat(39);
        RepositoryAddress.parse("https://" + person + "@example.org/x.git");
        assertThrows(
                SourceFailure.class,
                () -> RepositoryAddress.parse("https://" + person + "a@example.org/x.git"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://under_score:8443/x.git, false",
        "https://ada@under_score/x.git, false",
        "https://glen-smith@example.org/x.git, false",
        "ssh://git@example.org:2222/team/@x/repo.git, true",
        "git@example.org:team/a@b.git, true",
        "example.org:x.git, true",
        "https://[::1]:8443/x.git, false",
    })
    void urlWithoutASecretIsTaken(String url, boolean ssh) throws SourceFailure {
        assertEquals(new RepositoryAddress.Remote(url, ssh), RepositoryAddress.parse(url));
    }

    @Test
    void reasonOfAServerIsCutAndCannotActOnATerminal() {
        String page = "\u001b[2J\u009b31m\u2028" + "x".repeat(100_000);
        String told =
                RemoteFailure.of("fetch x", new IOException(page), Redaction.NONE).getMessage();
        assertTrue(String.valueOf(told).length() < 700, told);
        assertFalse(String.valueOf(told).matches("(?s).*[\\p{Cc}\\u2028].*"), told);
    }

    private void open(String url) throws SourceFailure {
        Optional<Path> token = Optional.of(directory.resolve("token"));
        new DesiredSource(
                        new SourceSettings(
                                directory.resolve("cache"),
                                directory,
                                token,
                                InstantSource.system()))
                .open(SourceLocation.repository(url));
    }

    private static String trace(Exception failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
