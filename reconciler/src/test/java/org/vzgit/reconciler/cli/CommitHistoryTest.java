package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.source.TestRepository;
import org.vzgit.reconciler.source.signature.SigningKeys;

/// The journal of a node joined with the commits that it applied.
class CommitHistoryTest {
    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;
    private String first;
    private String second;

    @BeforeEach
    void applyTwoCommits() throws IOException {
        node = new TestNode(directory);
        repository = TestRepository.withWorkTree(node.desired);
        first = commit(100, "512M");
        apply();
        second = commit(200, "512M");
        apply();
    }

    @Test
    void blameNamesTheCommitThatWroteTheLineAndNotTheOneThatWasAppliedLast() {
        List<String> rows = node.run("blame", "web1").out().lines().toList();
        assertTrue(row(rows, "beancounters.numproc").contains(" " + second.substring(0, 7) + " "));
        assertTrue(row(rows, "memory.ram").contains(" " + first.substring(0, 7) + " "));
        assertTrue(row(rows, "memory.ram").contains("Ada Admin <ada@example.org>"));
        assertTrue(row(rows, "memory.ram").contains("web1.yaml:11"), row(rows, "memory.ram"));
        assertTrue(row(rows, "memory.ram").endsWith("memory: {ram: 512M}"));
    }

    @Test
    void blameOfOneFieldTakesEitherOfItsNames() {
        for (String name : List.of("beancounters.numproc", "numproc")) {
            assertEquals(2, node.run("blame", "101", name).out().lines().count(), name);
        }
        assertEquals(1, node.run("blame", "web1", "cpu.units").code());
        assertEquals(1, node.run("blame", "nobody").code());
        assertEquals(64, node.run("blame", "web1", "--dir", node.desired.toString()).code());
    }

    @Test
    void blameTellsWhenTheJournalSaysItWasApplied() {
        String applied =
                node.run("history", "web1", "-n", "1")
                        .out()
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow();
        String row = row(node.run("blame", "web1").out().lines().toList(), "beancounters.numproc");
        assertTrue(row.contains(applied.substring(0, 20)), row + "\n" + applied);
    }

    @Test
    void blameNamesTheSigner() throws IOException {
        try (SigningKeys keys = new SigningKeys(directory.resolve("k"))) {
            Path etc = Files.createDirectories(node.home.resolve("etc"));
            Files.writeString(
                    etc.resolve("allowed_signers"), "ada@example.org " + keys.ssh("ada") + "\n");
            node.write("web1.yaml", document(300, "512M"));
            repository.git("add", "-A");
            List<String> command = new java.util.ArrayList<>(keys.signingWithSsh("ada"));
            command.addAll(List.of("-q", "-m", "signed"));
            repository.git(command.toArray(String[]::new));
            apply();
            String json = node.run("blame", "web1", "-o", "json").out();
            assertTrue(json.contains("\"signer\": \"ada@example.org\""), json);
            assertTrue(json.contains("\"signer\": \"not signed\""), json);
        }
    }

    @Test
    void eventsTellThePastOldestFirstAndAsJsonLines() {
        List<String> lines = node.run("events", "-n", "100").out().lines().toList();
        assertTrue(lines.getFirst().contains(" " + first.substring(0, 7) + " node: "), lines + "");
        assertTrue(lines.getLast().contains(" " + second.substring(0, 7) + " "), lines + "");
        assertTrue(lines.stream().anyMatch(line -> line.contains("numproc 100 → 200")), lines + "");
        String json = node.run("events", "-n", "1", "-o", "json").out();
        assertEquals(1, json.lines().count());
        assertTrue(json.contains("\"kind\": \"Event\""), json);
    }

    @Test
    void eventsFollowNoLongerThanTheyAreTold() {
        assertEquals(0, node.run("events", "--follow", "--for", "0").code());
        assertEquals(64, node.run("events", "--follow", "--for", "86401").code());
        assertEquals(64, node.run("events", "--follow", "--for", "-1").code());
    }

    @Test
    void revertShowsItsPlanAndWritesAPatchThatGitApplies() throws IOException {
        Path patch = directory.resolve("revert.patch");
        var result = node.run("revert", second.substring(0, 10), "--patch", patch.toString());
        assertEquals(2, result.code(), result.err());
        assertTrue(result.out().contains("200 → 100"), result.out());
        assertEquals(second, repository.git("rev-parse", "HEAD"), "nothing was committed");
        repository.git("am", "-q", patch.toString());
        assertEquals("", repository.git("diff", first, "HEAD"));
        assertEquals(
                "Revert \"change\"\n\nThis reverts commit " + second + ".",
                repository.git("log", "-1", "--format=%B"));
    }

    @Test
    void aRevertLeavesNothingInTheRepositoryNorOnTheNode() throws IOException {
        String before = repository.git("count-objects", "-v");
        node.run("revert", second);
        assertEquals(before, repository.git("count-objects", "-v"));
        assertEquals("", repository.git("status", "--porcelain"));
        assertTrue(node.run("list", "-H", "-o", "numproc.l").out().contains("200"));
    }

    @Test
    void whatCannotBeTakenBackIsRefusedWithTheNextStep() throws IOException {
        commit(250, "512M");
        var conflict = node.run("revert", second);
        assertEquals(4, conflict.code(), conflict.err());
        assertTrue(conflict.err().contains("do it by hand with: git revert " + second));
        assertTrue(node.run("revert", first).err().contains("is the first commit"));
        assertEquals(1, node.run("revert", "deadbeef").code());
        assertFalse(Files.exists(directory.resolve("revert.patch")));
    }

    private static String row(List<String> rows, String field) {
        return rows.stream().filter(row -> row.startsWith(field + " ")).findFirst().orElseThrow();
    }

    private String commit(int numproc, String ram) throws IOException {
        node.withWeb1(numproc);
        node.write("web1.yaml", document(numproc, ram));
        return repository.commit();
    }

    private static String document(int numproc, String ram) {
        return TestNode.ve(
                "web1",
                101,
                "beancounters: {numproc: " + numproc + "}\n\n\n  memory: {ram: " + ram + "}");
    }

    private void apply() {
        var result = node.run("-q", "apply", "--repo", node.desired.toString(), "--node", "hn1");
        assertEquals(0, result.code(), result.err() + result.out());
    }
}
