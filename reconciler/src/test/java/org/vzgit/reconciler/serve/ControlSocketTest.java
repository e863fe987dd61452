package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ControlSocketTest {
    private final TestAgent agent = new TestAgent();
    @TempDir Path directory;
    private Path socket = Path.of("");

    @BeforeEach
    void choosePath() {
        socket = directory.resolve("run").resolve("agent").resolve("control");
    }

    @Test
    void verbsReachTheAgentAndAreAnswered() throws Exception {
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            assertEquals(Optional.of("looking at the source and the node now\n"), ask("sync"));
            assertEquals(Optional.of(""), ask("look"));
            assertEquals(
                    Optional.of(
                            "no further operation begins before 2026-11-22T12:10:00Z, another"
                                    + " commit, or vzgit sync\n"),
                    ask("cancel"));
            assertTrue(ask("doctor").orElseThrow().contains("9f8e7d6 by ann"));
            assertEquals(List.of("sync", "look", "cancel"), agent.asked);
        }
    }

    @Test
    void waitForAnotherNodeIsToldAndCanBeEnded() throws Exception {
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            assertEquals(Optional.of(""), ask("waits"));
            assertEquals(Optional.of(""), ask("release"));
            agent.view = TestAgent.queued(Duration.ofMinutes(5));
            String waits = ask("waits").orElseThrow();
            assertTrue(waits.contains("for hn0, which never told anything"), waits);
            String taken = ask("release").orElseThrow();
            assertTrue(taken.startsWith("takes bcd1234"), taken);
        }
    }

    @Test
    void anythingElseDoesNothing() throws Exception {
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            for (String request : List.of("", "SYNC", "sync now", "stop", "../sync")) {
                assertEquals(Optional.of("unknown request\n"), ask(request));
            }
            assertEquals(List.of(), agent.asked);
        }
    }

    @Test
    void requestThatIsTooLongIsDroppedAndTheNextIsServed() throws Exception {
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            assertEquals(
                    Optional.of("unknown request\n"),
                    ask("x".repeat(ControlSocket.REQUEST_MAX - 1)));
            assertEquals("", raw("x".repeat(ControlSocket.REQUEST_MAX)));
            assertEquals(Optional.of(""), ask("look"));
        }
    }

    @Test
    void onlyTheOwnerMayReachIt() throws Exception {
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(socket.getParent())));
        }
    }

    @Test
    void permissionsThatAnAdministratorWidenedStay() throws Exception {
        ControlSocket.open(socket, new Control(agent)).close();
        Files.setPosixFilePermissions(
                socket.getParent(), PosixFilePermissions.fromString("rwxr-x---"));
        ControlSocket.open(socket, new Control(agent)).close();
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void withoutAnAgentThereIsNoAnswer() throws Exception {
        assertEquals(Optional.empty(), ask("doctor"));
        ControlSocket.open(socket, new Control(agent)).close();
        assertFalse(Files.exists(socket));
        assertEquals(Optional.empty(), ask("doctor"));
    }

    @Test
    void socketOfAKilledAgentIsReplaced() throws Exception {
        Files.createDirectories(socket.getParent());
        Files.createFile(socket);
        assertThrows(IOException.class, () -> raw("look"));
        try (ControlSocket _ = ControlSocket.open(socket, new Control(agent))) {
            assertEquals(Optional.of(""), ask("look"));
        }
    }

    private Optional<String> ask(String request) throws IOException {
        return ControlClient.ask(socket, request);
    }

    /// Without the newline that ends a request.
    private String raw(String bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(100);
            int read = channel.read(answer);
            return read <= 0 ? "" : new String(answer.array(), 0, read, StandardCharsets.UTF_8);
        }
    }
}
