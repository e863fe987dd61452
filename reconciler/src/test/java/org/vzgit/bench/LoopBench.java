package org.vzgit.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vzgit.kernel.sys.NodeHome;

/// How soon a running agent acts: on a commit that a webhook tells of, and on a limit that somebody
/// else wrote. The agent is a process of its own that follows a Git repository; what is waited for
/// is the kernel's own file.
final class LoopBench {
    private static final int VES = 20;
    private static final int FIRST_VEID = 101;

    /// Three for each VE: a value that is changed back five times would be a fight.
    private static final int ROUNDS = 60;

    private static final double WEBHOOK_GOAL_MILLIS = 250;
    private static final double DRIFT_GOAL_MILLIS = 1000;

    /// No poll may be taken for an answer to a webhook.
    private static final String INTERVAL_SECONDS = "3600";

    /// Webhooks that come within a second after one are answered together.
    private static final long BETWEEN_WEBHOOKS_MILLIS = 1200;

    /// A storm of hints is followed as often as a twentieth of a CPU allows; one now and then at
    /// once.
    private static final long BETWEEN_DRIFTS_MILLIS = 2000;

    private static final String LISTEN = "127.0.0.1:19180";
    private static final String SECRET = "measured-and-forgotten";
    private static final String MAC = "HmacSHA256";
    private static final String BODY = "{}";
    private static final long STOP_SECONDS = 30;

    private final Path script;
    private final Path desired;
    private final Path home;
    private final Path secret;
    private final Path log;
    private final Report report;

    LoopBench(Path script, Path place, Report report) {
        this.script = script;
        this.desired = place.resolve("loop-desired");
        this.home = place.resolve("loop");
        this.secret = place.resolve("loop-secret");
        this.log = place.resolve("loop.log");
        this.report = report;
    }

    void run() throws Exception {
        report.title("How soon vzgit agent acts (" + VES + " running VEs)");
        // The network namespace is new, its loopback interface is down.
        Programs.run(List.of("ip", "link", "set", "lo", "up"));
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET);
        Fleet fleet = Fleet.running(VES);
        fleet.write(desired);
        git("init", "-q", "-b", "main");
        commit();
        Process agent = start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int index = 0; index < VES; index++) {
                awaitLimit(index, 0);
            }
            Programs.await(home.resolve("run/status.json"));
            report.slowest("webhook until the limit is set", webhooks(http), WEBHOOK_GOAL_MILLIS);
            report.slowest("limit written by others until healed", drift(), DRIFT_GOAL_MILLIS);
        } finally {
            agent.destroy();
            if (!agent.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                agent.destroyForcibly();
            }
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        script.toString(),
                        "agent",
                        "--home",
                        home.toString(),
                        "--repo",
                        desired.toString(),
                        "--rev",
                        "main",
                        "--node",
                        Fleet.NODE.toString(),
                        "--interval",
                        INTERVAL_SECONDS,
                        "--listen",
                        LISTEN,
                        "--hook-secret-file",
                        secret.toString())
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private Sample webhooks(HttpClient http) throws Exception {
        HttpRequest request = webhook();
        Sample sample = new Sample();
        for (int round = 0; round < ROUNDS; round++) {
            int changed = round % VES;
            int version = 1 + round / VES;
            Fleet.running(VES)
                    .with(index -> index <= changed ? version : version - 1)
                    .write(desired);
            commit();
            Thread.sleep(BETWEEN_WEBHOOKS_MILLIS);
            sample.time(() -> {
                int answer =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (answer >= 300) {
                    throw new IOException("webhook answered with " + answer);
                }
                awaitLimit(changed, version);
            });
        }
        return sample;
    }

    private Sample drift() throws Exception {
        Sample sample = new Sample();
        for (int round = 0; round < ROUNDS; round++) {
            Thread.sleep(BETWEEN_DRIFTS_MILLIS);
            int changed = round % VES;
            String path = limit(changed).toString();
            Process other = new ProcessBuilder("sh", "-c", "echo 77 > " + path).start();
            sample.time(() -> {
                Programs.end(other, List.of("echo 77 to", path));
                awaitLimit(changed, ROUNDS / VES);
            });
        }
        return sample;
    }

    private static HttpRequest webhook() throws Exception {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), MAC));
        byte[] proof = mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://" + LISTEN + "/hook/generic"))
                .header("X-Vzgit-Signature", "sha256=" + HexFormat.of().formatHex(proof))
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-qm", "next");
    }

    private void git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", desired.toString()));
        command.addAll(List.of(words));
        Programs.run(command);
    }

    private void awaitLimit(int index, int version) throws IOException {
        String wanted = Integer.toString(Fleet.processes(version));
        Path file = limit(index);
        Programs.await(() -> Files.exists(file) && Files.readString(file).strip().equals(wanted));
    }

    private Path limit(int index) {
        Path root = Path.of("/sys/fs/cgroup");
        Path hierarchy =
                Files.exists(root.resolve("cgroup.controllers")) ? root : root.resolve("pids");
        return hierarchy
                .resolve(NodeHome.below(home).tag())
                .resolve(Integer.toString(FIRST_VEID + index))
                .resolve("pids.max");
    }
}
