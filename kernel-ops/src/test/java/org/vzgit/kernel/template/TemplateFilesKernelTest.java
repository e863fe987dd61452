package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// Templates as files that go from node to node, and files that want to go further.
@Tag("kernel")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TemplateFilesKernelTest {
    private static final TemplateName NAME = new TemplateName("small");

    @TempDir Path directory;
    private NodeHome home;
    private TemplateBuilds builds;
    private Path tree;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeATree() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        home = NodeHome.below(directory.resolve("home"));
        builds = new TemplateBuilds(home, (_, _) -> {}, said::add);
        tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("sbin"));
        Files.copy(Path.of("/bin/busybox"), tree.resolve("sbin/init"));
        Files.writeString(tree.resolve("motd"), "hello\n");
        Files.setAttribute(tree.resolve("motd"), "unix:uid", 1000);
        Files.createLink(tree.resolve("hard"), tree.resolve("motd"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/motd"));
        run("setcap", "cap_net_raw+ep", tree.resolve("sbin/init").toString());
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(List.of(words)).inheritIO().start();
        assertEquals(0, process.waitFor(), List.of(words).toString());
    }

    private static String sum(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }

    private TemplateRef imported(Path tar) throws Exception {
        return imported(builds, tar);
    }

    private static TemplateRef imported(TemplateBuilds builds, Path tar) throws Exception {
        var source = new TemplateSpec.Source.Archive(tar.toString(), sum(tar));
        return builds.build(new TemplateSpec(NAME, source, "/sbin/init", new Origin("c", 1, 1)))
                .template();
    }

    private Path packed(String name) throws Exception {
        Path tar = directory.resolve(name);
        run("tar", "-C", tree.toString(), "--xattrs", "-cf", tar.toString(), ".");
        return tar;
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.tar", "out.tar.gz", "out.tar.zst"})
    void whatIsExportedIsTheSameVersionOnAnotherNode(String name) throws Exception {
        TemplateRef here = imported(packed("a.tar"));
        Path file = directory.resolve(name);
        String sum = new TemplateFiles(home, here).export(file, said::add);
        assertEquals(sum(file), sum);
        NodeHome other = NodeHome.below(directory.resolve("other"));
        TemplateBuilds there = new TemplateBuilds(other, (_, _) -> {}, said::add);
        assertEquals(here, imported(there, file));
        Path motd = other.template(here).resolve("motd");
        assertEquals(Map.of("uid", 1000, "nlink", 2), Files.readAttributes(motd, "unix:uid,nlink"));
        assertTrue(capabilities(other.template(here)).contains("cap_net_raw"));
    }

    private static String capabilities(Path tree) throws Exception {
        Process process =
                new ProcessBuilder("getcap", tree.resolve("sbin/init").toString()).start();
        return new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void theSameVersionGivesTheSameFile() throws Exception {
        TemplateRef template = imported(packed("a.tar"));
        String first =
                new TemplateFiles(home, template).export(directory.resolve("1.tar"), said::add);
        Files.setLastModifiedTime(home.template(template).resolve("motd"), FileTime.fromMillis(7));
        assertEquals(
                first,
                new TemplateFiles(home, template).export(directory.resolve("2.tar"), said::add));
    }

    @Test
    void aFileThatCannotBeWrittenLeavesWhatWasThere() throws Exception {
        TemplateRef template = imported(packed("a.tar"));
        Path missing = directory.resolve("none/x.tar");
        assertThrows(
                OperationFailure.class,
                () -> new TemplateFiles(home, template).export(missing, said::add));
        Path old = Files.writeString(directory.resolve("old.tar"), "old");
        TemplateRef gone = new TemplateRef(NAME, "gone");
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> new TemplateFiles(home, gone).export(old, said::add));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("old", Files.readString(old));
        try (var all = Files.list(directory)) {
            assertFalse(all.anyMatch(path -> path.toString().contains("old.tar.")), "parts");
        }
    }

    @Test
    void factsAreThoseOfTheTree() throws Exception {
        TemplateRef template = imported(packed("a.tar"));
        TemplateFiles.Facts facts = new TemplateFiles(home, template).facts();
        assertEquals(5, facts.files());
        assertEquals(Files.size(tree.resolve("sbin/init")) + 2 * 6, facts.bytes());
        assertEquals(Optional.of("/sbin/init"), facts.init());
        assertTrue(facts.since().isAfter(java.time.Instant.EPOCH));
    }

    @Test
    void aVersionThatIsNotThereHasNoFacts() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> new TemplateFiles(home, new TemplateRef(NAME, "1")).facts());
        assertEquals(FailureKind.GONE, failure.kind());
    }

    /// Archives as somebody would make them who wants to write into the node. Each adds to a sound
    /// tree, and its last words say what it writes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                // A name with .. in it.
                "tar -P -C tree --transform 's,^motd,../../victim/in,' -rf evil.tar motd",
                // An absolute name.
                "tar -P --transform \"s,^.*motd,$PWD/victim/in,\" -rf evil.tar tree/motd",
                // Through an absolute link that the archive made before.
                "ln -s $PWD/victim tree/way; tar -C tree -rf evil.tar way; rm tree/way;"
                        + " mkdir tree/way; echo x > tree/way/in; tar -C tree -rf evil.tar way/in",
                // Through a relative one.
                "ln -s ../../../victim tree/way; tar -C tree -rf evil.tar way; rm tree/way;"
                        + " mkdir tree/way; echo x > tree/way/in; tar -C tree -rf evil.tar way/in",
                // Through a link in the place of a directory that was there.
                "mkdir tree/way; tar -C tree -rf evil.tar way; rmdir tree/way;"
                        + " ln -s $PWD/victim tree/way; tar -C tree -rf evil.tar way; rm tree/way;"
                        + " mkdir tree/way; echo x > tree/way/in; tar -C tree -rf evil.tar way/in",
                // A second name of a file of the node's, written through.
                "echo x > tree/h; ln tree/h tree/in; tar -P -C tree --transform"
                        + " \"s,^h,$PWD/victim/old,h\" -rf evil.tar h in",
                // A link in the place of what is tidied and written by the node itself.
                "ln -s $PWD/victim tree/etc; tar -C tree -rf evil.tar etc",
            })
    void anArchiveWritesNothingOutsideOfItsTree(String shell) throws Exception {
        Path victim = Files.createDirectories(directory.resolve("victim"));
        Files.writeString(victim.resolve("old"), "old");
        Files.writeString(victim.resolve("machine-id"), "kept");
        Path evil = packed("evil.tar");
        run("sh", "-c", "cd " + directory + "; " + shell);
        try {
            imported(evil);
        } catch (OperationFailure _) {
            // Refused or made harmless: either will do.
        }
        assertEquals("old", Files.readString(victim.resolve("old")));
        assertEquals("kept", Files.readString(victim.resolve("machine-id")));
        try (var files = Files.list(victim)) {
            assertEquals(
                    List.of("machine-id", "old"),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
        assertNothingWasLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b 8 0", "c 1 1"})
    void aDeviceNodeAnywhereElseThanInDevIsRefused(String device) throws Exception {
        run("sh", "-c", "mknod " + tree.resolve("disk") + " " + device);
        Path tar = packed("evil.tar");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> imported(tar));
        assertEquals(FailureKind.REJECTED, failure.kind());
        assertTrue(failure.toString().contains("/disk is a device node"), failure.toString());
        assertEquals(Map.of(), builds.current());
        assertNothingWasLeft();
    }

    @Test
    void aFileThatIsCutOffChangesNothing() throws Exception {
        TemplateRef before = imported(packed("a.tar"));
        Path cut = directory.resolve("cut.tar");
        byte[] whole = Files.readAllBytes(packed("b.tar"));
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThrows(OperationFailure.class, () -> imported(cut));
        assertEquals(Map.of(NAME, before), builds.current());
        assertNothingWasLeft();
    }

    private void assertNothingWasLeft() throws IOException {
        try (var left = Files.list(home.trash())) {
            assertEquals(List.of(), left.toList());
        }
    }
}
