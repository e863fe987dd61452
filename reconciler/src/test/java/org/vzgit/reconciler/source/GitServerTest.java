package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.reconciler.source.signature.Signers;

/// Against the servers that people have: OpenSSH's sshd, and Apache with git-http-backend, TLS and
/// basic authentication.
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitServerTest {
    private static final int COMMITS_MANY = 10_000;

    enum Way {
        SSH,
        HTTPS
    }

    @TempDir static Path shared;
    @TempDir Path directory;
    private GitServer server;
    private Path key;
    private Path token;
    private Path knownHosts;
    private Optional<Path> authority = Optional.empty();
    private TestRepository work;
    private String first;

    @BeforeAll
    void startServers() throws Exception {
        GitServer.assumeEngine();
        Path served = Files.createDirectory(shared.resolve("served"));
        GitServer.clientKey(shared, served.resolve("conf/authorized_keys"));
        token = Files.writeString(shared.resolve("token"), GitServer.TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        server = new GitServer(served).start();
    }

    @AfterAll
    void stopServers() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeRepository() throws IOException {
        token = shared.resolve("token");
        key = shared.resolve("client_key");
        authority = Optional.empty();
        knownHosts =
                Files.writeString(directory.resolve("hosts"), server.knownHost(server.sshPort()));
        work = TestRepository.withWorkTree(shared.resolve("served").resolve(name()));
        first = work.commit("web1.yaml", "one\n");
    }

    @ParameterizedTest
    @EnumSource
    void aRepositoryIsClonedAndItsNextCommitFetched(Way way) throws Exception {
        Snapshot clone = source().open(at(way));
        assertEquals(first, clone.revision().id());
        assertEquals("git:" + first, clone.repositoryId());
        assertSame(clone, source().refresh(at(way), clone));
        String second = work.commit("web1.yaml", "two\n");
        assertEquals(second, source().refresh(at(way), clone).revision().id());
    }

    @ParameterizedTest
    @EnumSource
    void theWrongCredentialIsDeniedAndIsNotRepeated(Way way) throws Exception {
        token = Files.writeString(directory.resolve("wrong"), "wr0ng-t0ken");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        key = GitServer.clientKey(directory, directory.resolve("nowhere/authorized_keys"));
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(at(way)));
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
        assertFalse(failure.toString().contains("wr0ng"), failure.toString());
    }

    @Test
    void theTokenStandsInNoFileNoMessageAndNoCommandLine() throws Exception {
        Snapshot clone = source().open(at(Way.HTTPS));
        source().took(at(Way.HTTPS), clone.revision());
        var gone = new SourceLocation.Repository(server.https("gone"), "main", "");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(gone));
        assertFalse(failure.toString().contains(GitServer.TOKEN));
        byte[] basic = ("x-access-token:" + GitServer.TOKEN).getBytes(StandardCharsets.UTF_8);
        String encoded = java.util.Base64.getEncoder().encodeToString(basic);
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(GitServer.TOKEN), file.toString());
                assertFalse(text.contains(encoded), file.toString());
            }
        }
        String self = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        assertFalse(self.contains(GitServer.TOKEN));
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithAnotherKeyIsRefusedHoweverGoodItsContent(Way way) throws Exception {
        source().open(at(way));
        Files.writeString(
                knownHosts,
                server.knownHost(server.sshPort())
                        .replaceFirst("AAAA\\S+", publicKeyOf(directory.resolve("other"))));
        authority = Optional.of(certificateOf(directory));
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(at(way)));
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aRepositoryThatIsNotThereIsNamed(Way way) {
        var gone = new SourceLocation.Repository(url(way, "gone"), "main", "");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(gone));
        assertTrue(failure.toString().contains("gone"), failure.toString());
    }

    @ParameterizedTest
    @EnumSource
    void forcePushedHistoryIsRefused(Way way) throws Exception {
        String second = work.commit("web1.yaml", "two\n");
        source().took(at(way), source().open(at(way)).revision());
        work.git("reset", "-q", "--hard", first);
        work.commit("web1.yaml", "three\n");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(at(way)));
        assertEquals(SourceFailure.Kind.REFUSED, failure.kind(), failure.toString());
        assertEquals(second, source().openLastTaken(at(way)).orElseThrow().revision().id());
    }

    @ParameterizedTest
    @EnumSource
    void aPackThatBreaksOffLeavesNothingAndTheNextTryIsWhole(Way way) throws Exception {
        work.write("big.bin", noise(2 << 20));
        String second = work.commit();
        try (BadLine line = new BadLine(port(way)).breakingAfter(1 << 20)) {
            know(line);
            SourceFailure failure =
                    assertThrows(SourceFailure.class, () -> source().open(through(line, way)));
            assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind(), failure.toString());
            line.breakingAfter(Long.MAX_VALUE);
            assertEquals(second, source().open(through(line, way)).revision().id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowServerIsWaitedFor(Way way) throws Exception {
        work.write("big.bin", noise(1 << 20));
        String second = work.commit();
        try (BadLine line = new BadLine(port(way)).slow(40)) {
            know(line);
            assertEquals(second, source().open(through(line, way)).revision().id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandCommitsAreFetched(Way way) throws Exception {
        grow();
        Snapshot clone = source().open(at(way));
        assertEquals(work.git("rev-parse", "main"), clone.revision().id());
        assertEquals("git:" + first, clone.repositoryId());
        source().took(at(way), clone.revision());
        String next = work.commit("web1.yaml", "after all of them\n");
        assertEquals(next, source().open(at(way)).revision().id());
    }

    @ParameterizedTest
    @EnumSource
    void snapshotsAndNotesArePushedAndReadAgain(Way way) throws Exception {
        everybodyMayWrite();
        var snapshots = new SnapshotRefs(settings());
        snapshots.publish(at(way), "hn1", "{1}\n");
        snapshots.publish(at(way), "hn1", "{2}\n");
        assertEquals(Map.of("hn1", "{2}\n"), snapshots.read(at(way)));
        var notes = new NoteRefs(settings());
        notes.add(at(way), "hn1", note("pending: applies 3 operations"));
        notes.add(at(way), "hn1", note("success: good"));
        assertEquals(
                List.of(
                        "2026-11-22T12:00:00Z pending: applies 3 operations",
                        "2026-11-22T12:00:00Z success: good"),
                work.git("notes", "--ref", "refs/notes/vzgit/hn1", "show", first).lines().toList());
        assertEquals("1", work.git("rev-list", "--count", "refs/notes/vzgit/hn1"));
        assertEquals(first, work.git("rev-parse", "main"));
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatForbidsTheRefSaysSoAndKeepsNothing(Way way) throws Exception {
        Path hook = work.path().resolve(".git/hooks/update");
        Files.writeString(hook, "#!/bin/sh\necho \"no $1\" >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        everybodyMayWrite();
        var notes = new NoteRefs(settings());
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class,
                        () -> notes.add(at(way), "hn1", note("success: good")));
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
        assertEquals("let the token or key write refs/notes/vzgit/*", failure.nextStep());
        assertFalse(work.git("for-each-ref").contains("vzgit"));
    }

    /// Half of what is pushed arrives.
    @ParameterizedTest
    @EnumSource
    void aPushThatBreaksOffLeavesNothingAndTheNextIsWhole(Way way) throws Exception {
        everybodyMayWrite();
        String text = new String(noise(1 << 20), StandardCharsets.ISO_8859_1);
        var snapshots = new SnapshotRefs(settings());
        try (BadLine line = new BadLine(port(way)).breakingUploadAfter(400_000)) {
            know(line);
            SourceFailure failure =
                    assertThrows(
                            SourceFailure.class,
                            () -> snapshots.publish(through(line, way), "hn1", text));
            assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind(), failure.toString());
            assertFalse(work.git("for-each-ref").contains("vzgit"));
            line.breakingUploadAfter(Long.MAX_VALUE);
            snapshots.publish(through(line, way), "hn1", text);
        }
        know();
        assertEquals(Map.of("hn1", text), snapshots.read(at(way)));
    }

    @Test
    void serversThatAreAwayForAWhileAreUnreachableAndThenServeAgain() throws Exception {
        for (Way way : Way.values()) {
            source().open(at(way));
        }
        String second = work.commit("web1.yaml", "two\n");
        server.stop();
        for (Way way : Way.values()) {
            SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(at(way)));
            assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind(), failure.toString());
            assertEquals(first, source().openOffline(at(way)).revision().id());
        }
        server.start();
        for (Way way : Way.values()) {
            assertEquals(second, source().open(at(way)).revision().id());
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        source().open(at(Way.HTTPS));
        server.pause();
        try {
            SourceFailure failure =
                    assertThrows(SourceFailure.class, () -> source().open(at(Way.HTTPS)));
            assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind(), failure.toString());
        } finally {
            server.resume();
        }
        assertEquals(first, source().open(at(Way.HTTPS)).revision().id());
    }

    private DesiredSource source() {
        return new DesiredSource(
                settings(),
                new Trust(directory.resolve("trust"), Signers.in(directory.resolve("etc"))));
    }

    private SourceSettings settings() {
        var credentials =
                new Credentials(
                        Optional.of(token),
                        Optional.of(key),
                        Optional.of(knownHosts),
                        Optional.of(authority.orElse(server.conf("tls.pem"))));
        return new SourceSettings(
                directory.resolve("cache"), directory, credentials, InstantSource.system());
    }

    private NoteRefs.Note note(String text) {
        return new NoteRefs.Note(first, Instant.parse("2026-11-22T12:00:00Z"), text);
    }

    /// Apache serves as www-data what the test made as root.
    private void everybodyMayWrite() throws IOException {
        try (var files = Files.walk(work.path())) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                var all = EnumSet.copyOf(Files.getPosixFilePermissions(file));
                all.add(PosixFilePermission.OTHERS_READ);
                all.add(PosixFilePermission.OTHERS_WRITE);
                if (Files.isDirectory(file)) {
                    all.add(PosixFilePermission.OTHERS_EXECUTE);
                }
                Files.setPosixFilePermissions(file, all);
            }
        }
    }

    private void know() throws IOException {
        Files.writeString(knownHosts, server.knownHost(server.sshPort()));
    }

    private SourceLocation.Repository at(Way way) {
        return new SourceLocation.Repository(url(way, name()), "main", "");
    }

    private SourceLocation.Repository through(BadLine line, Way way) {
        String url = url(way, name()).replace(":" + port(way) + "/", ":" + line.port() + "/");
        return new SourceLocation.Repository(url, "main", "");
    }

    private String url(Way way, String repository) {
        return switch (way) {
            case SSH -> server.ssh(repository);
            case HTTPS -> server.https(repository);
        };
    }

    private int port(Way way) {
        return switch (way) {
            case SSH -> server.sshPort();
            case HTTPS -> server.httpsPort();
        };
    }

    private void know(BadLine line) throws IOException {
        Files.writeString(knownHosts, server.knownHost(line.port()));
    }

    /// Each test has a repository of its own.
    private String name() {
        return directory.getFileName().toString();
    }

    private void grow() throws IOException {
        StringBuilder commits = new StringBuilder();
        for (int i = 0; i < COMMITS_MANY; i++) {
            commits.append("commit refs/heads/main\ncommitter Ada <ada@example.org> ")
                    .append(1_800_000_000 + i)
                    .append(" +0000\ndata 1\nx\n");
            if (i == 0) {
                commits.append("from ").append(first).append('\n');
            }
            String text = "commit " + i + "\n";
            commits.append("M 644 inline web1.yaml\ndata ").append(text.length()).append('\n');
            commits.append(text);
        }
        Path stream = Files.writeString(directory.resolve("stream"), commits);
        ProcessBuilder importer =
                new ProcessBuilder("git", "-C", work.path() + "", "fast-import", "--quiet");
        Process process = importer.redirectInput(stream.toFile()).start();
        try {
            assertEquals(0, process.waitFor());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        work.git("reset", "-q", "--hard");
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(6).nextBytes(bytes);
        return bytes;
    }

    private static String publicKeyOf(Path name) throws Exception {
        Path key = GitServer.clientKey(Files.createDirectories(name), name.resolve("x/authorized"));
        return Files.readString(Path.of(key + ".pub"), StandardCharsets.UTF_8).split(" ")[1];
    }

    private static Path certificateOf(Path directory) throws Exception {
        Path certificate = directory.resolve("other.pem");
        Process made =
                new ProcessBuilder(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-subj",
                                "/CN=127.0.0.1",
                                "-keyout",
                                directory.resolve("other.key").toString(),
                                "-out",
                                certificate.toString())
                        .start();
        assertEquals(0, made.waitFor());
        return certificate;
    }
}
