package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.schema.document.SourceFile;

/// `vzgit apply` as a process of its own, killed by SIGKILL while it works.
@Tag("kernel")
class KilledProcessTest {
    /// Each costs a start of a JVM.
    private static final int KILLS = 3;

    private static final int VES_PER_KILL = 3;
    private static final int STEPS_PER_VE = 8;
    private static final String NODE =
            """
            apiVersion: vzgit/v1
            kind: Node
            metadata: {name: hn1}
            spec: {removalBudget: 1}
            """;
    private static final long SEED = 4600L;

    private RealNode node;
    private Path documents;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
        documents = Files.createTempDirectory("vzgit-documents");
        write(new SourceFile("hn1.yaml", NODE));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
        KernelThread.Commands.output(List.of("rm", "-r", documents.toString()));
    }

    private void write(SourceFile file) throws IOException {
        Path path = documents.resolve(Path.of(file.path()).getFileName());
        Files.writeString(path, file.text());
    }

    private static VeText ve(int number) {
        return VeText.of(4600 + number)
                .with("beancounters", "{numproc: 60}")
                .with("memory", "{ram: 64M}")
                .with("network", "{addresses: [10.101.46." + (number + 1) + "]}");
    }

    private Process apply() throws IOException {
        List<String> command = new ArrayList<>(node.thread.inside());
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vzgit.reconciler.Main",
                        "apply",
                        "--home",
                        node.directory().toString(),
                        "--dir",
                        documents.toString(),
                        "--node",
                        "hn1"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void theNextRunFinishesWhatAKilledOneBegan() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = 0; i < VES_PER_KILL; i++) {
                write(ve(kill * VES_PER_KILL + i).file());
            }
            killAfter(random.nextInt(VES_PER_KILL * STEPS_PER_VE));
            assertWhatRunsIsBounded();
        }
        Process last = apply();
        String said = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, last.waitFor(), said);
        for (int number = 0; number < KILLS * VES_PER_KILL; number++) {
            assertTrue(node.init(ve(number)).released());
        }
    }

    /// Kills the process when it has told of so many operations.
    private void killAfter(int operations) throws Exception {
        Process process = apply();
        try (BufferedReader lines = process.inputReader()) {
            for (int done = 0; done < operations; ) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                done += line.startsWith("✓") ? 1 : 0;
            }
            process.destroyForcibly().onExit().join();
        }
    }

    private void assertWhatRunsIsBounded() throws Exception {
        for (ObservedVe ve : node.observe().ves().values()) {
            if (ve.init().toOptional().filter(ObservedInit::released).isPresent()) {
                CgroupFiles files = new CgroupFiles(node.home, ve.veid());
                assertEquals("60", files.read("pids", "pids.max"));
            }
        }
    }
}
