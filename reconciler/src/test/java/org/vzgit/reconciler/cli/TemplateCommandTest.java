package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.cli.TestNode.Result;

/// What `vzgit template` tells and refuses; what it builds is tested where the builder is.
class TemplateCommandTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        node.write(
                "debian.yaml",
                """
                apiVersion: vzgit/v1
                kind: Template
                metadata: {name: debian-12}
                spec: {source: tar, tar: {file: /nowhere/d.tar, sha256: %s}}
                """
                        .formatted("0".repeat(64)));
    }

    private Result template(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of("template"));
        all.addAll(java.util.List.of(arguments));
        all.addAll(java.util.List.of("--dir", node.desired.toString()));
        return node.run(all.toArray(String[]::new));
    }

    private String busybox() {
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
        return node.kernel.observe().templates().first();
    }

    @Test
    void anEmptyCacheHasAHeadingOnly() {
        Result result = template("list");
        assertEquals(0, result.code(), result.err());
        assertEquals("TEMPLATE  NEW VES  VES\n", result.out());
    }

    @Test
    void versionsAreListedWithTheVesThatStandOnThem() {
        String version = busybox();
        assertEquals(
                "TEMPLATE      NEW VES  VES\n" + version + "  yes      101\n",
                template("list").out());
    }

    @Test
    void aVersionOnWhichAVeStandsIsNotRemoved() {
        String version = busybox();
        Result result = template("remove", version);
        assertEquals(ExitCode.REFUSED.code(), result.code());
        assertTrue(result.err().contains("VE 101 stands on " + version), result.err());
        assertTrue(node.kernel.observe().templates().contains(version));
    }

    @Test
    void removingWhatIsNotThereIsSuccess() {
        Result result = template("remove", "debian-12@1234");
        assertEquals(0, result.code(), result.err());
        assertEquals("debian-12@1234 is gone\n", result.out());
    }

    @Test
    void aVersionWithoutVesIsRemovedFromDisk() throws IOException {
        NodeHome home = NodeHome.below(node.home);
        Path tree = home.templates().resolve("debian-12@1234");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(home.templates().resolve("debian-12.current"), "1234\n");
        assertEquals(0, template("remove", "debian-12@1234").code());
        assertFalse(Files.exists(tree));
        assertFalse(Files.exists(home.templates().resolve("debian-12.current")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-12@", "@1234", "a/b@1", "debian-12@../x"})
    void whatIsNoVersionIsNotRemoved(String name) {
        Result result = template("remove", name);
        assertEquals(ExitCode.USAGE.code(), result.code());
        assertTrue(result.err().contains("vzgit template list"), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "update", "remove", "show", "import"})
    void aNameIsNeeded(String action) {
        Result result = template(action);
        assertEquals(ExitCode.USAGE.code(), result.code());
        assertTrue(result.err().contains("needs a name"), result.err());
    }

    @Test
    void aTemplateWithoutADocumentIsNotBuilt() {
        Result result = template("build", "debian-13");
        assertEquals(ExitCode.INVALID_INPUT.code(), result.code());
        assertTrue(result.err().contains("no document describes template debian-13"));
    }

    @Test
    void theBuiltInTemplateNeedsNoBuilding() {
        Result result = template("build", "busybox");
        assertEquals(ExitCode.REFUSED.code(), result.code());
        assertTrue(result.err().contains("needs no building"), result.err());
    }

    @Test
    void aBuildThatFailsSaysWhyAndLeavesNothing() throws IOException {
        Result result = template("build", "debian-12");
        assertEquals(ExitCode.TOOL_FAILED.code(), result.code());
        assertTrue(result.err().contains("build template debian-12: ENOENT"), result.err());
        assertEquals("", result.out());
        try (var left = Files.list(NodeHome.below(node.home).trash())) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aVeOfATemplateThatIsNotBuiltIsBlockedWithTheNextStep() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "").replace("busybox", "debian-12"));
        Result result = node.run("plan", "--dir", node.desired.toString());
        assertTrue(
                result.out()
                        .contains(
                                "! no-room: template debian-12 is not in this node's cache; build"
                                        + " it: vzgit template build debian-12"),
                result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebuild", "imports", ""})
    void otherActionsAreWrongUsage(String action) {
        assertEquals(ExitCode.USAGE.code(), template(action).code());
    }

    /// A version that lies in the cache, put there by nobody.
    private Path cached() throws IOException {
        Path tree = NodeHome.below(node.home).templates().resolve("debian-12@1234");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/motd"), "hello\n");
        return tree;
    }

    @Test
    void aVersionIsShownWithWhatItHas() throws IOException {
        cached();
        Result result = template("show", "debian-12@1234");
        assertEquals(0, result.code(), result.err());
        assertEquals(
                """
                template  debian-12@1234
                new VEs   no
                files     2
                bytes     6
                init      none
                VEs       none
                """,
                result.out().replaceFirst("since     [0-9T:.-]+Z\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "export"})
    void whatIsNotInTheCacheIsNeitherShownNorWritten(String action) {
        String file = directory.resolve("x.tar").toString();
        Result version = template(action, "debian-12@9", "--to", file);
        assertEquals(ExitCode.TOOL_FAILED.code(), version.code());
        assertTrue(version.err().contains("debian-12@9: ENOENT"), version.err());
        Result name = template(action, "debian-12", "--to", file);
        assertTrue(name.err().contains("not in this node's cache; see vzgit template list"));
        assertFalse(Files.exists(Path.of(file)));
    }

    @Test
    void anExportedVersionIsToldWithItsSum() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "not root");
        cached();
        Path file = directory.resolve("x.tar");
        Result result = template("export", "debian-12@1234", "--to", file.toString());
        assertEquals(0, result.code(), result.err());
        byte[] digest =
                java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String sum = java.util.HexFormat.of().formatHex(digest);
        assertEquals(sum + "  " + file + "\n", result.out());
    }

    @Test
    void anExportNeedsAPlace() {
        assertTrue(template("export", "busybox").err().contains("needs --to"));
    }

    @Test
    void anImportNeedsAFileAndItsSum() {
        assertTrue(template("import", "small").err().contains("needs --file"));
        assertTrue(template("import", "small", "--file", "x").err().contains("needs --sha256"));
        Result result = template("import", "small", "--file", "x", "--sha256", "123");
        assertEquals(ExitCode.USAGE.code(), result.code());
        assertTrue(result.err().contains("123 is not a SHA-256"), result.err());
    }

    @Test
    void theBuiltInTemplateIsNotReplaced() {
        Result result = template("import", "busybox", "--file", "x", "--sha256", "0".repeat(64));
        assertEquals(ExitCode.REFUSED.code(), result.code());
        assertEquals(
                ExitCode.REFUSED.code(), template("build", "busybox", "--from-ve", "x").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "web1"})
    void aTemplateIsNotMadeFromAVeThatRuns(String ve) {
        busybox();
        Result result = template("build", "golden", "--from-ve", ve);
        assertEquals(ExitCode.REFUSED.code(), result.code());
        assertTrue(result.err().contains("VE 101 is not stopped"), result.err());
        assertTrue(result.err().contains("state: stopped"), result.err());
    }

    @Test
    void aTemplateIsNotMadeFromAVeThatIsNotThere() {
        Result result = template("build", "golden", "--from-ve", "nobody");
        assertEquals(ExitCode.TOOL_FAILED.code(), result.code());
        assertTrue(result.err().contains("no VE nobody on this node"), result.err());
    }

    @Test
    void aVeThatNamesAVersionWhichIsNotHereIsBlocked() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "").replace("busybox", "debian-12@77"));
        Result result = node.run("plan", "--dir", node.desired.toString());
        assertTrue(
                result.out()
                        .contains(
                                "! no-room: template version debian-12@77 is not in this node's"
                                        + " cache; vzgit template list shows those that are"),
                result.out());
    }
}
