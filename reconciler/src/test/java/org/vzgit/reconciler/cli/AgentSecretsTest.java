package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.source.EchoServer;
import org.vzgit.reconciler.source.EchoServer.Manner;
import org.vzgit.reconciler.source.Leaks;
import org.vzgit.reconciler.source.TestRepository;
import tools.jackson.databind.json.JsonMapper;

/// A real agent among servers that send back what they were sent: nothing that it says, writes or
/// serves has any of its secrets.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AgentSecretsTest {
    private static final String TOKEN = "g1t-Zebra/Quagga+Okapi=9";
    private static final String FORGE_TOKEN = "f0rge-Walrus/Dugong+Narwhal=8";
    private static final String HOOK_SECRET = "h00k Marmot Lemming Ferret 7";
    private static final String PASSWORD = "p4ss-Heron-Bittern-Egret-6";

    /// Eight seconds and more.
    private static final int TRIES_MAX = 400;

    private static final Leaks LEAKS = new Leaks(TOKEN, FORGE_TOKEN, HOOK_SECRET, PASSWORD);

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> seen = new ArrayList<>();
    private final List<Path> secretFiles = new ArrayList<>();
    private TestNode node;
    private EchoServer git;
    private EchoServer forge;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory);
        Path bare = directory.resolve("ves.git");
        TestRepository repository = TestRepository.withWorkTree(directory.resolve("repository"));
        repository.commit("web1.yaml", TestNode.ve("web1", 101, "beancounters: {numproc: 240}"));
        TestRepository.bareCloneOf(repository, bare).git("update-server-info");
        git = new EchoServer(bare);
        forge = new EchoServer(bare);
        forge.manner = Manner.STATUS_LINE;
        secret("etc/token", TOKEN);
        secret("etc/forge-token", FORGE_TOKEN);
        secret("hook-secret", HOOK_SECRET);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws IOException {
        git.close();
        forge.close();
        client.shutdownNow();
    }

    private void secret(String name, String text) throws IOException {
        Path file = node.home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        secretFiles.add(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void nothingThatTheAgentSaysWritesOrServesHasASecret(String log) throws Exception {
        String local = directory.resolve("repository").toString();
        String said =
                whileAgentRuns(
                        arguments(log, local),
                        () -> {
                            until("nothing left to do");
                            waitFor(forge);
                            hooks();
                        });
        said +=
                whileAgentRuns(
                        arguments(log, git.url() + "/ves.git"),
                        () -> {
                            for (Manner manner : Manner.values()) {
                                if (manner != Manner.SILENCE) {
                                    tryOut(manner);
                                }
                            }
                        });
        seen.add(said);
        for (String command : List.of("status", "events", "history", "doctor")) {
            look("--verbose", command);
        }
        assertTrue(said.contains("[secret]"), "an echo came back: " + said);
        assertTrue(said.contains("commit status"), "the forge's answer was told: " + said);
        assertEquals(List.of(), leaks());
        if (log.equals("json")) {
            said.lines().forEach(line -> JsonMapper.shared().readTree(line).path("event"));
        }
    }

    /// The search itself, on a page, a file and a name as a careless agent would leave them.
    @Test
    void leakIsFound() throws IOException {
        assertEquals(List.of(), leaks());
        seen.add("GET / Authorization: token " + FORGE_TOKEN);
        Files.writeString(node.home.resolve("url"), "https://ada:" + PASSWORD + "@example.org/");
        Files.writeString(node.home.resolve(HOOK_SECRET), "");
        List<String> found = leaks();
        for (String secret : List.of(FORGE_TOKEN, PASSWORD, HOOK_SECRET)) {
            assertTrue(found.stream().anyMatch(one -> one.contains(secret)), found + "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:%s@example.org/x.git",
                "https://ada:%s@under_score/x.git",
                "https://ada:%s@[bad/x.git",
                "ada:%s@example.org:x.git",
            })
    void passwordInAUrlIsRefusedBeforeAnyFileHasIt(String url) throws IOException {
        String repository = url.formatted(PASSWORD);
        for (String command : List.of("agent", "apply", "plan", "status")) {
            var result = look("--verbose", command, "--repo", repository, "--node", "hn1");
            assertEquals(64, result.code(), command + ": " + result.err());
        }
        String forgeUrl = "github=" + repository;
        var result =
                look(
                        "--verbose",
                        "agent",
                        "--repo",
                        git.url() + "/ves.git",
                        "--node",
                        "hn1",
                        "--forge",
                        forgeUrl);
        assertEquals(64, result.code(), result.err());
        assertEquals(List.of(), leaks());
    }

    @Test
    void hookSecretThatEverybodyCanReadIsNotUsed() throws Exception {
        Path file = node.home.resolve("hook-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var result = look(arguments("text", directory.resolve("repository").toString()));
        assertEquals(1, result.code(), result.err());
        assertTrue(result.err().contains("run: chmod o-r " + file), result.err());
        assertEquals(List.of(), leaks());
    }

    /// Everything that was seen, and every file but those that hold the secrets.
    private List<String> leaks() throws IOException {
        List<String> found = new ArrayList<>(LEAKS.below(directory, secretFiles));
        seen.forEach(text -> found.addAll(LEAKS.in(text.lines().findFirst().orElse(""), text)));
        return found;
    }

    /// The source fails in one way, and everybody asks why.
    private void tryOut(Manner manner) throws Exception {
        git.elsewhere = "ftp://127.0.0.1";
        git.manner = manner;
        until("last pass");
        git.proofs.clear();
        node.run("sync");
        waitFor(git);
        until("cannot be read");
        for (String path : List.of("/metrics", "/healthz", "/")) {
            page(HttpRequest.newBuilder(uri(path)).build());
        }
        look("--verbose", "plan", "--repo", git.url() + "/ves.git", "--node", "hn1");
        look("--verbose", "status");
    }

    private void hooks() throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
        for (String token : List.of(HOOK_SECRET, HOOK_SECRET.substring(1))) {
            page(
                    HttpRequest.newBuilder(uri("/hook/gitlab"))
                            .header("X-Gitlab-Token", token)
                            .POST(body)
                            .build());
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private void page(HttpRequest request) throws Exception {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        seen.add(request.uri() + "\n" + answer.headers().map() + "\n" + answer.body());
    }

    private TestNode.Result look(String... arguments) {
        var result = node.run(arguments);
        seen.add(
                String.join(" ", arguments).replace(PASSWORD, "")
                        + "\n"
                        + result.out()
                        + result.err());
        return result;
    }

    /// Until it was sent a proof.
    private static void waitFor(EchoServer server) throws InterruptedException {
        for (int tries = 0; server.proofs.isEmpty(); tries++) {
            assertTrue(tries < TRIES_MAX, "nothing was sent in manner " + server.manner);
            Thread.sleep(20);
        }
    }

    private void until(String told) throws InterruptedException {
        String doctor = look("doctor").out();
        for (int tries = 0; !doctor.contains(told); tries++) {
            assertTrue(tries < TRIES_MAX, told + " was not told, but: " + doctor + seen.getLast());
            Thread.sleep(20);
            doctor = look("doctor").out();
        }
    }

    private String[] arguments(String log, String repository) {
        return new String[] {
            "--verbose",
            "agent",
            "--repo",
            repository,
            "--node",
            "hn1",
            "--interval",
            "1",
            "--log",
            log,
            "--listen",
            "127.0.0.1:" + port,
            "--hook-secret-file",
            node.home.resolve("hook-secret").toString(),
            "--notes",
            "--publish-snapshot",
            "1",
            "--forge",
            "github=" + forge.url() + "/api",
        };
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /// @return what the agent said on both streams
    private String whileAgentRuns(String[] arguments, Work work) throws Exception {
        CompletableFuture<TestNode.Result> ended = new CompletableFuture<>();
        Thread agent =
                Thread.ofPlatform().daemon().start(() -> ended.complete(node.run(arguments)));
        try {
            work.run();
        } finally {
            agent.interrupt();
            agent.join(TimeUnit.SECONDS.toMillis(60));
        }
        TestNode.Result result = ended.get(60, TimeUnit.SECONDS);
        return result.out() + result.err();
    }
}
