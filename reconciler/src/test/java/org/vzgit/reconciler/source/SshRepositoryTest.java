package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against an SSH server in this process that runs the real git-upload-pack and git-receive-pack;
/// ed25519 keys, which need BouncyCastle.
class SshRepositoryTest {
    @TempDir Path directory;
    private final SshServer server = SshServer.setUpDefaultServer();
    private TestRepository work;
    private String first;
    private KeyPair hostKey;

    @BeforeEach
    void startServer() throws Exception {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        first = work.commit("web1.yaml", "one\n");
        hostKey = ed25519();
        KeyPair userKey = ed25519();
        Path ssh = Files.createDirectory(directory.resolve(".ssh"));
        Path identity = ssh.resolve("id_ed25519");
        try (var out = Files.newOutputStream(identity)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "test", null, out);
        }
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (_, key, _) -> KeyUtils.compareKeys(key, userKey.getPublic()));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.stop(true);
    }

    @Test
    void knownHostIsFetchedFromWithTheUsersKey() throws Exception {
        know(hostKey);
        assertEquals(first, open().revision().id());
    }

    @Test
    void unknownHostIsRefusedAndNotLearned() throws Exception {
        SourceFailure failure = assertThrows(SourceFailure.class, this::open);
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
        assertFalse(Files.exists(knownHosts()));
    }

    @Test
    void changedHostKeyIsRefusedEvenIfTheConfigurationSaysOtherwise() throws Exception {
        know(ed25519());
        Files.writeString(
                directory.resolve(".ssh").resolve("config"),
                "Host *\n  StrictHostKeyChecking no\n");
        List<String> before = Files.readAllLines(knownHosts());
        SourceFailure failure = assertThrows(SourceFailure.class, this::open);
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
        assertEquals(before, Files.readAllLines(knownHosts()));
    }

    @Test
    void keyThatTheServerDoesNotKnowIsDenied() throws Exception {
        know(hostKey);
        server.setPublickeyAuthenticator((_, _, _) -> false);
        SourceFailure failure = assertThrows(SourceFailure.class, this::open);
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
    }

    @Test
    void snapshotsAndNotesArePushedWithTheUsersKey() throws Exception {
        know(hostKey);
        new SnapshotRefs(settings()).publish(location(), "hn1", "{}\n");
        assertEquals("{}", work.git("show", "refs/vzgit/snapshots/hn1:snapshot.json"));
        var note = new NoteRefs.Note(first, Instant.parse("2026-11-22T12:00:00Z"), "success: good");
        new NoteRefs(settings()).add(location(), "hn1", note);
        assertEquals(
                "2026-11-22T12:00:00Z success: good",
                work.git("notes", "--ref", "refs/notes/vzgit/hn1", "show", first));
        assertEquals(first, work.git("rev-parse", "main"));
    }

    @Test
    void nothingIsPushedToAHostWithAnotherKey() throws Exception {
        know(ed25519());
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class,
                        () -> new SnapshotRefs(settings()).publish(location(), "hn1", "{}\n"));
        assertEquals(SourceFailure.Kind.DENIED, failure.kind(), failure.toString());
        assertFalse(work.git("for-each-ref").contains("vzgit"));
    }

    private Snapshot open() throws SourceFailure {
        return new DesiredSource(settings()).open(location());
    }

    private SourceLocation.Repository location() {
        String url = "ssh://git@127.0.0.1:" + server.getPort() + work.path();
        return new SourceLocation.Repository(url, "main", "");
    }

    private SourceSettings settings() {
        return new SourceSettings(
                directory.resolve("cache"), directory, Optional.empty(), InstantSource.system());
    }

    private void know(KeyPair key) throws IOException {
        Files.writeString(
                knownHosts(),
                "[127.0.0.1]:"
                        + server.getPort()
                        + " "
                        + PublicKeyEntry.toString(key.getPublic())
                        + "\n");
    }

    private Path knownHosts() {
        return directory.resolve(".ssh").resolve("known_hosts");
    }

    private static KeyPair ed25519() throws GeneralSecurityException {
        var generator = SecurityUtils.getKeyPairGenerator(SecurityUtils.EDDSA);
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
