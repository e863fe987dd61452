package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.cli.TestNode.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands that write documents: `init`, `import`, `split` and `suggest`.
final class AuthoringCommandsTest {
    @TempDir Path directory;
    private TestNode node;
    private Path out;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory);
        out = directory.resolve("out");
    }

    @Test
    void initMakesARepositoryThatIsValidFromTheFirstMinute() throws IOException {
        Result made = node.run("init", out.toString(), "--node", "hn1");
        assertEquals(0, made.code(), made.err());
        Result valid = node.run("validate", out.toString());
        assertEquals(0, valid.code(), valid.out());
        assertTrue(valid.out().contains("0 errors") || !valid.out().contains("error"), valid.out());
        assertFalse(valid.out().contains("warning VZ"), valid.out());
        assertEquals(
                List.of(
                        ".editorconfig",
                        ".github/workflows/vzgit.yaml",
                        ".idea/jsonSchemas.xml",
                        ".pre-commit-config.yaml",
                        ".vscode/extensions.json",
                        ".vscode/settings.json",
                        "README.md",
                        "nodes/hn1.yaml",
                        "profiles/basic.yaml",
                        "schemas/node.v1.schema.json",
                        "schemas/profile.v1.schema.json",
                        "schemas/template.v1.schema.json",
                        "schemas/ve.v1.schema.json",
                        "ve/web1.yaml"),
                filesBelow(out));
    }

    /// What the first plan shows is the VE of the example, and applying it converges.
    @Test
    void initializedRepositoryCanBeAppliedAtOnce() {
        node.run("init", out.toString(), "--node", "hn1");
        Result apply = node.run("apply", "--dir", out.toString(), "--node", "hn1", "--yes");
        if (apply.code() == 64) {
            apply = node.run("apply", "--dir", out.toString(), "--node", "hn1");
        }
        assertEquals(0, apply.code(), apply.err() + apply.out());
        assertEquals(0, node.run("plan", "--dir", out.toString(), "--node", "hn1").code());
    }

    /// Every path of editor settings leads to a schema that is there.
    @Test
    void editorSettingsNameSchemasThatAreThere() throws IOException {
        node.run("init", out.toString(), "--node", "hn1");
        JsonNode settings =
                JsonMapper.shared()
                        .readTree(Files.readString(out.resolve(".vscode/settings.json")));
        settings.path("yaml.schemas")
                .properties()
                .forEach(entry ->
                        assertTrue(
                                Files.isRegularFile(out.resolve(entry.getKey())), entry.getKey()));
        assertEquals(4, settings.path("yaml.schemas").size());
        String jetbrains = Files.readString(out.resolve(".idea/jsonSchemas.xml"));
        var schemas =
                java.util.regex.Pattern.compile("value=\"(schemas/[^\"]+)\"").matcher(jetbrains);
        int found = 0;
        while (schemas.find()) {
            found++;
            assertTrue(Files.isRegularFile(out.resolve(schemas.group(1))), schemas.group(1));
        }
        assertEquals(4, found);
        for (String document : List.of("ve/web1.yaml", "profiles/basic.yaml", "nodes/hn1.yaml")) {
            String first = Files.readString(out.resolve(document)).lines().findFirst().orElse("");
            Path schema = out.resolve(document).resolveSibling(first.replaceFirst(".*schema=", ""));
            assertTrue(Files.isRegularFile(schema), schema.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "github, .github/workflows/vzgit.yaml",
        "gitlab, .gitlab-ci.yml",
        "jenkins, Jenkinsfile",
        "none, ''"
    })
    void initWritesTheJobOfOneForge(String forge, String file) throws IOException {
        assertEquals(0, node.run("init", out.toString(), "--node", "hn1", "--ci", forge).code());
        List<String> jobs =
                filesBelow(out).stream()
                        .filter(path -> path.matches(".*(workflows|gitlab|Jenkinsfile).*"))
                        .toList();
        assertEquals(file.isEmpty() ? List.of() : List.of(file), jobs);
    }

    @Test
    void whatIsThereStaysAsItIs() throws IOException {
        Files.createDirectories(out.resolve("ve"));
        Files.writeString(out.resolve("ve/web1.yaml"), "mine\n");
        Result refused = node.run("init", out.toString(), "--node", "hn1");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("ve/web1.yaml is there already"), refused.err());
        assertEquals("mine\n", Files.readString(out.resolve("ve/web1.yaml")));
        assertEquals(List.of("ve/web1.yaml"), filesBelow(out));
    }

    @Test
    void importedFilesStandBesideTheirNotes() throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(
                conf.resolve("101.conf"), "NUMPROC=\"240:240\"\nSLMMODE=all\nNAME=web1\n");
        Result made = node.run("import", conf.toString(), "--node", "hn1", "--out", out.toString());
        assertEquals(0, made.code(), made.err());
        assertEquals(List.of("nodes/hn1.yaml", "ve/web1.yaml"), filesBelow(out));
        assertTrue(
                made.err().contains("101.conf:2:1: warning VZ3030 SLMMODE has no field here"),
                made.err());
        assertTrue(made.err().endsWith("2 files, 2 notes\n"), made.err());
        assertEquals(0, node.run("validate", out.toString()).code());
    }

    @Test
    void importWithoutAPlaceForFilesPrintsThemAsOneStream() throws IOException {
        Path conf = Files.writeString(directory.resolve("101.conf"), "NAME=web1\n");
        Result made = node.run("import", conf.toString(), "--node", "hn1");
        assertEquals(
                """
                # nodes/hn1.yaml
                # yaml-language-server: $schema=../schemas/node.v1.schema.json
                apiVersion: vzgit/v1
                kind: Node
                metadata:
                  name: hn1
                spec: {}
                ---
                # ve/web1.yaml
                # yaml-language-server: $schema=../schemas/ve.v1.schema.json
                apiVersion: vzgit/v1
                kind: VE
                metadata:
                  name: web1
                spec:
                  veid: 101
                  node: hn1
                  template: busybox
                """,
                made.out());
    }

    @Test
    void linesThatOnlyAShellCouldReadMakeTheImportFailAfterAllElseIsWritten() throws IOException {
        Path conf =
                Files.writeString(directory.resolve("101.conf"), "NUMPROC=$(nproc)\nNAME=web1\n");
        Result made = node.run("import", conf.toString(), "--node", "hn1", "--out", out.toString());
        assertEquals(3, made.code());
        assertTrue(made.err().contains("101.conf:1:9: error VZ1030"), made.err());
        assertTrue(Files.exists(out.resolve("ve/web1.yaml")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import",
                "import --live x.conf",
                "import x.conf --node hn1 --cpus 0",
                "import x.conf --node hn1 --cpus 8193",
                "import x.conf --node -bad",
                "import x.conf --node hn1 --template a=-b",
                "split",
                "split --ves 0",
                "split --ves 16385",
                "split --ves 2 --memory 5MB",
                "split --ves 2 --memory 99999999999T",
                "split --ves 2 --memory 0",
                "split --ves 2 --name -x",
                "init x --node -bad",
                "init x --ci teamcity",
                "suggest",
                "suggest --snapshot x.json"
            })
    void nonsenseIsWrongUsage(String line) {
        Result result = node.run(line.split(" ", -1));
        assertEquals(64, result.code(), result.err());
        assertFalse(result.err().isBlank());
    }

    /// A VE that was made by hand, or by a desired state that is lost, comes back into Git as it
    /// is.
    @Test
    void documentsOfLiveVesPlanToNoChange() throws IOException {
        node.write(
                "web1.yaml",
                TestNode.ve(
                        "web1",
                        101,
                        """
                        hostname: w.example.org
                          network: {addresses: [10.101.0.101, "fd00:101::1"], nameservers: [10.101.0.1], searchdomains: [example.org]}
                          cpu: {units: 2000, limit: 50, mask: 0-1}
                          io: {priority: 6, limit: 50M, iops: 1000}
                          memory: {ram: 64M, swap: 32M}
                          beancounters: {numproc: 240, numfile: 512, kmemsize: 14372700:14790164}
                          deletion: destroy\
                        """));
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 7}"));
        node.write("web3.yaml", TestNode.ve("web3", 103, "state: stopped"));
        node.write(
                "hn1.yaml", "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn1}\nspec: {}\n");
        Result apply = node.run("apply", "--dir", node.desired.toString(), "--node", "hn1");
        assertEquals(0, apply.code(), apply.err());
        Result made =
                node.run(
                        "import",
                        "--live",
                        "--node",
                        "hn1",
                        "--dir",
                        empty(),
                        "--out",
                        out.toString());
        assertEquals(0, made.code(), made.err());
        assertEquals(List.of("ve/web1.yaml", "ve/web2.yaml", "ve/web3.yaml"), filesBelow(out));
        Files.writeString(
                out.resolve("hn1.yaml"), Files.readString(node.desired.resolve("hn1.yaml")));
        for (Path old : List.of(Path.of("web1.yaml"), Path.of("web2.yaml"), Path.of("web3.yaml"))) {
            Files.delete(node.desired.resolve(old));
        }
        for (String path : List.of("web1", "web2", "web3")) {
            Files.copy(out.resolve("ve/" + path + ".yaml"), node.desired.resolve(path + ".yaml"));
        }
        Result plan = node.run("plan", "--dir", node.desired.toString(), "--node", "hn1");
        assertEquals(0, plan.code(), plan.out() + Files.readString(out.resolve("ve/web1.yaml")));
    }

    @Test
    void liveVesWithDocumentsAreNotImportedAgain() throws IOException {
        node.withWeb1(240);
        assertEquals(
                0, node.run("apply", "--dir", node.desired.toString(), "--node", "hn1").code());
        Result made =
                node.run("import", "--live", "--node", "hn1", "--dir", node.desired.toString());
        assertEquals("", made.out());
        assertTrue(made.err().endsWith("0 files, 0 notes\n"), made.err());
    }

    @Test
    void splitPrintsAProfileThatIsValid() throws IOException {
        Result profile = node.run("split", "--ves", "10", "--memory", "16G", "--swap", "4G");
        assertEquals(0, profile.code(), profile.err());
        node.write("p.yaml", profile.out());
        assertEquals(0, node.run("validate", node.desired.toString()).code());
        assertTrue(profile.out().contains("  name: split-10\n"), profile.out());
        assertEquals(0, node.run("split", "--ves", "2", "--vswap", "--name", "half").code());
    }

    @Test
    void splitOfTooSmallANodeIsRefusedWithTheReason() {
        Result refused = node.run("split", "--ves", "4000", "--memory", "256M");
        assertEquals(4, refused.code());
        assertEquals(
                "vzgit: a node with 256 MB of RAM and 0 MB of swap is too small for 4000 VEs; try"
                        + " fewer\n",
                refused.err());
    }

    @Test
    void suggestPrintsAPatchThatGitApplies() throws Exception {
        node.withWeb1(240);
        Path snapshot = Files.writeString(directory.resolve("s.json"), snapshot(240, 240, 12));
        Result patch =
                node.run(
                        "suggest",
                        "--dir",
                        node.desired.toString(),
                        "--snapshot",
                        snapshot.toString());
        assertEquals(0, patch.code(), patch.err());
        assertEquals(
                """
                web1 (101) numproc 240 → 360: refused 12 times, maxheld 240 of 240

                diff --git a/web1.yaml b/web1.yaml
                --- a/web1.yaml
                +++ b/web1.yaml
                @@ -5,4 +5,4 @@
                   veid: 101
                   node: hn1
                   template: busybox
                -  beancounters: {numproc: 240}
                +  beancounters: {numproc: 360}
                """,
                patch.out());
        Path file = Files.writeString(directory.resolve("p.patch"), patch.out());
        Process git =
                new ProcessBuilder("git", "apply", file.toString())
                        .directory(node.desired.toFile())
                        .redirectErrorStream(true)
                        .start();
        assertTrue(git.waitFor(30, java.util.concurrent.TimeUnit.SECONDS));
        assertEquals(
                0,
                git.exitValue(),
                new String(
                        git.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(Files.readString(node.desired.resolve("web1.yaml")).contains("numproc: 360"));
    }

    @Test
    void suggestSaysSoWhereEverythingFits() throws IOException {
        node.withWeb1(240);
        Path snapshot = Files.writeString(directory.resolve("s.json"), snapshot(100, 200, 0));
        Result nothing =
                node.run(
                        "suggest",
                        "--dir",
                        node.desired.toString(),
                        "--snapshot",
                        snapshot.toString());
        assertEquals("", nothing.out());
        assertEquals("Every limit fits what was used of it.\n", nothing.err());
    }

    private static String snapshot(long held, long maxheld, long failcnt) {
        return """
        {"apiVersion": "vzgit/v1", "kind": "NodeSnapshot", "node": "hn1",
         "takenAt": "2026-11-22T13:00:00Z", "revision": "",
         "kernel": {"release": "6.18.0", "cpus": 2, "controls": {}},
         "ves": [{"veid": 101, "counters": {"numproc": {"held": %d, "maxheld": %d, "failcnt": %d}}}]}
        """
                .formatted(held, maxheld, failcnt);
    }

    private String empty() throws IOException {
        return Files.createDirectories(directory.resolve("empty")).toString();
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
