package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kustomize itself, alone or in kubectl, makes documents that are still valid.
class KustomizeTest {
    /// Fields that kustomize 2.0 (kubectl 1.20, Debian 12) and 5 both know.
    private static final String OVERLAY =
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            bases: [../base]
            patchesStrategicMerge: [limits.yaml]
            patchesJson6902:
            - target: {group: vzgit, version: v1, kind: VE, name: web1}
              path: operations.yaml
            """;

    @TempDir Path directory;
    private TestNode node;
    private Path base;
    private Path overlay;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory);
        base = directory.resolve("state/base");
        overlay = Files.createDirectories(directory.resolve("state/overlay"));
        assertEquals(0, node.run("init", base.toString(), "--node", "hn1").code());
        write(
                base.resolve("kustomization.yaml"),
                """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [nodes/hn1.yaml, profiles/basic.yaml, ve/web1.yaml]
                """);
        write(overlay.resolve("kustomization.yaml"), OVERLAY);
        write(
                overlay.resolve("limits.yaml"),
                """
                apiVersion: vzgit/v1
                kind: VE
                metadata: {name: web1}
                spec:
                  cpu: {limit: 75}
                  beancounters: {numproc: 300, kmemsize: "11055923:11377049"}
                  description: null
                """);
        write(
                overlay.resolve("operations.yaml"),
                """
                - {op: add, path: /metadata/labels, value: {tier: web}}
                - {op: replace, path: /spec/hostname, value: www.example.org}
                """);
    }

    @Test
    void patchedDocumentsAreValidAndPlanWhatThePatchesSay() throws Exception {
        Path rendered = Files.createDirectories(directory.resolve("state/rendered"));
        Path before = Files.createDirectories(directory.resolve("state/before"));
        write(before.resolve("hn1.yaml"), kustomize(base));
        write(rendered.resolve("hn1.yaml"), kustomize(overlay));
        TestNode.Result valid = node.bare("validate", rendered.toString());
        assertEquals(0, valid.code(), valid.out() + valid.err());
        TestNode.Result plan =
                node.bare(
                        "plan", "--base-dir", before.toString(), "--head-dir", rendered.toString());
        assertEquals(2, plan.code(), plan.out() + plan.err());
        for (String change :
                List.of("50 → 75", "240 → 300", "11055923:11377049", "→ www.example.org")) {
            assertTrue(plan.out().contains(change), change + " in " + plan.out());
        }
    }

    /// What kustomize only carries through is the same to us, however it orders and quotes it.
    @Test
    void aBaseIsTheSameBeforeAndAfterKustomize() throws Exception {
        assertEquals(0, node.bare("validate", base.toString()).code());
        Path rendered = Files.createDirectories(directory.resolve("state/rendered"));
        write(rendered.resolve("hn1.yaml"), kustomize(base));
        TestNode.Result plan =
                node.bare("plan", "--base-dir", base.toString(), "--head-dir", rendered.toString());
        assertEquals(0, plan.code(), plan.out() + plan.err());
    }

    private static String kustomize(Path directory) throws Exception {
        List<String> command =
                OfflineProcess.isInstalled("kustomize")
                        ? List.of("kustomize", "build")
                        : List.of("kubectl", "kustomize");
        Assumptions.assumeTrue(
                OfflineProcess.isInstalled(command.getFirst()),
                "this machine has neither kustomize nor kubectl");
        Process process =
                new ProcessBuilder(command.getFirst(), command.getLast(), directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
