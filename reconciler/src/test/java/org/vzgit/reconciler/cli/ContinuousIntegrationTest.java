package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The jobs in `examples/ci`: they are YAML, they are what `init` writes, and every vzgit command
/// in them is one that the command line takes.
final class ContinuousIntegrationTest {
    private static final Path EXAMPLES = Path.of("../examples/ci");
    private static final Path STARTERS =
            Path.of("src/main/resources/org/vzgit/reconciler/authoring/starter");

    /// One command: up to a redirection, another command or the end of a quoted step.
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^\\s*(?:- |run: |entry: |sh ')?)vzgit ([^|>&'\\n]*)");

    /// What the shell of each forge puts in.
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "\"origin/$GITHUB_BASE_REF\"", "HEAD",
                    "\"$CI_MERGE_REQUEST_DIFF_BASE_SHA\"", "HEAD",
                    "\"$CI_COMMIT_SHA\"", "HEAD",
                    "\"origin/$CHANGE_TARGET\"", "HEAD",
                    "origin/HEAD", "HEAD");

    @TempDir Path directory;

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yaml", "gitlab-ci.yaml", "pre-commit-config.yaml"})
    void jobIsYaml(String name) throws IOException {
        Load load = new Load(LoadSettings.builder().build());
        Object document = load.loadFromString(Files.readString(EXAMPLES.resolve(name)));
        assertTrue(document instanceof Map<?, ?> map && !map.isEmpty());
    }

    @Test
    void pipelineOfJenkinsIsBalanced() throws IOException {
        String text = Files.readString(EXAMPLES.resolve("Jenkinsfile"));
        for (String pair : List.of("{}", "()", "[]")) {
            assertEquals(
                    text.chars().filter(c -> c == pair.charAt(0)).count(),
                    text.chars().filter(c -> c == pair.charAt(1)).count(),
                    pair);
        }
        assertEquals(0, text.chars().filter(c -> c == '\'').count() % 2);
    }

    @ParameterizedTest
    @MethodSource("files")
    void initWritesTheSameJob(Path example) throws IOException {
        assertEquals(
                Files.readString(example),
                Files.readString(STARTERS.resolve(example.getFileName().toString())));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCommandOfAJobIsAccepted(Path example) throws Exception {
        TestNode node = new TestNode(directory);
        Path repository = repository();
        List<String> commands = commands(Files.readString(example));
        assertTrue(commands.size() >= 2, commands.toString());
        for (String command : commands) {
            String filled = command;
            for (var variable : VARIABLES.entrySet()) {
                filled = filled.replace(variable.getKey(), variable.getValue());
            }
            assertFalse(filled.contains("$"), filled);
            List<String> words = new ArrayList<>();
            for (String word : filled.split(" ", -1)) {
                words.add(word.equals(".") ? repository.toString() : word);
            }
            TestNode.Result result = node.bare(words.toArray(String[]::new));
            assertEquals(0, result.code(), command + "\n" + result.out() + result.err());
        }
    }

    private static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(text);
        while (matcher.find()) {
            commands.add(matcher.group(1).strip());
        }
        return commands;
    }

    /// A repository with one commit of what `init` writes.
    private Path repository() throws Exception {
        Path repository = directory.resolve("repository");
        TestNode node = new TestNode(directory);
        assertEquals(0, node.run("init", repository.toString(), "--node", "hn1").code());
        for (List<String> command :
                List.of(
                        List.of("git", "init", "-q"),
                        List.of("git", "add", "."),
                        List.of(
                                "git",
                                "-c",
                                "user.name=t",
                                "-c",
                                "user.email=t@example.org",
                                "commit",
                                "-qm",
                                "first"))) {
            Process process =
                    new ProcessBuilder(command)
                            .directory(repository.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
        }
        return repository;
    }

    /// yq, as Debian has it, rewrites a document so that it is still valid.
    @Test
    void yqWorksOnTheDocuments() throws Exception {
        Path yq = Path.of("/usr/bin/yq");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(yq), "this machine has no yq");
        Path repository = repository();
        Path ve = repository.resolve("ve/web1.yaml");
        Process process =
                new ProcessBuilder(
                                yq.toString(),
                                "--yaml-output",
                                "--in-place",
                                ".spec.cpu.limit = 75 | .metadata.labels.tier = \"web\"",
                                ve.toString())
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        TestNode node = new TestNode(directory);
        TestNode.Result valid = node.bare("validate", repository.toString());
        assertEquals(0, valid.code(), valid.out());
        assertTrue(Files.readString(ve).contains("limit: 75"), Files.readString(ve));
    }
}
