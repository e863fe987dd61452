package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.TemplateBuilds.Built;
import org.vzgit.schema.DebRepository;
import org.vzgit.schema.Origin;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// Templates made by the programs of the host.
@Tag("kernel")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TemplateBuildsKernelTest {
    private static final TemplateName NAME = new TemplateName("small");

    @TempDir Path directory;
    private NodeHome home;
    private final List<String> said = new ArrayList<>();
    private TemplateBuilds builds;
    private Path files;

    @BeforeEach
    void openHome() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        home = NodeHome.below(directory.resolve("home"));
        builds = new TemplateBuilds(home, (_, _) -> {}, said::add);
        files = Files.createDirectories(directory.resolve("files"));
        Files.createDirectories(files.resolve("etc"));
        Files.createDirectories(files.resolve("dev"));
        Files.createDirectories(files.resolve("sbin"));
        Files.copy(Path.of("/bin/true"), files.resolve("sbin/init"));
        Files.writeString(files.resolve("etc/machine-id"), "0123456789abcdef\n");
        Path owned = Files.writeString(files.resolve("etc/motd"), "hello\n");
        Files.setAttribute(owned, "unix:uid", 1000);
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(List.of(words)).inheritIO().start();
        assertEquals(0, process.waitFor(), List.of(words).toString());
    }

    private TemplateSpec archive(String name, String option) throws Exception {
        Path tar = directory.resolve(name);
        run("tar", "-C", files.toString(), option, "-cf", tar.toString(), ".");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(tar));
        return archive(tar, HexFormat.of().formatHex(sum));
    }

    private static TemplateSpec archive(Path tar, String sha256) {
        return new TemplateSpec(
                NAME,
                new TemplateSpec.Source.Archive(tar.toString(), sha256),
                "/sbin/init",
                new Origin("template.yaml", 1, 1));
    }

    private void assertNothingWasLeft() throws IOException {
        try (var left = Files.list(home.trash())) {
            assertEquals(List.of(), left.toList());
        }
    }

    private OperationFailure refused(TemplateSpec spec) throws IOException {
        OperationFailure failure = assertThrows(OperationFailure.class, () -> builds.build(spec));
        assertNothingWasLeft();
        return failure;
    }

    @ParameterizedTest
    @CsvSource({"a.tar, --format=pax", "a.tar.gz, --gzip", "a.tar.xz, --xz", "a.tgz, --gzip"})
    void aTarFileBecomesATemplate(String name, String option) throws Exception {
        Built built = builds.build(archive(name, option));
        assertTrue(built.fresh());
        Path tree = home.template(built.template());
        assertEquals("hello\n", Files.readString(tree.resolve("etc/motd")));
        assertEquals(1000, Files.getAttribute(tree.resolve("etc/motd"), "unix:uid"));
        assertEquals("", Files.readString(tree.resolve("etc/machine-id")));
        assertEquals(0755, (int) Files.getAttribute(tree, "unix:mode") & 07777);
        assertEquals(Map.of(NAME, built.template()), builds.current());
        assertNothingWasLeft();
    }

    @Test
    void buildingAgainWhatHasNotChangedChangesNothing() throws Exception {
        Built first = builds.build(archive("a.tar", "--format=gnu"));
        Files.setLastModifiedTime(
                files.resolve("etc/motd"), java.nio.file.attribute.FileTime.fromMillis(5));
        Built second = builds.build(archive("b.tar", "--format=gnu"));
        assertEquals(new Built(first.template(), false), second);
        assertNothingWasLeft();
    }

    @Test
    void aChangeIsANewVersionBesideTheOldOne() throws Exception {
        TemplateRef first = builds.build(archive("a.tar", "--format=gnu")).template();
        Files.writeString(files.resolve("etc/motd"), "changed\n");
        TemplateRef second = builds.build(archive("b.tar", "--format=gnu")).template();
        assertNotEquals(first, second);
        assertEquals("hello\n", Files.readString(home.template(first).resolve("etc/motd")));
        assertEquals(Map.of(NAME, second), builds.current());
        builds.remove(first);
        assertFalse(Files.exists(home.template(first)));
        assertEquals(Map.of(NAME, second), builds.current());
    }

    @Test
    void aFileWithAnotherSumIsRefusedAndTheCacheStaysAsItWas() throws Exception {
        TemplateRef before = builds.build(archive("a.tar", "--format=gnu")).template();
        OperationFailure failure = refused(archive(directory.resolve("a.tar"), "0".repeat(64)));
        assertEquals(FailureKind.REJECTED, failure.kind());
        assertTrue(failure.toString().contains("SHA-256"), failure.toString());
        assertEquals(Map.of(NAME, before), builds.current());
    }

    @Test
    void aFileThatIsNoArchiveIsToldInTarsWords() throws Exception {
        Path file = Files.writeString(directory.resolve("x.tar"), "not a tar file".repeat(100));
        OperationFailure failure = refused(archive(file, "0".repeat(64)));
        assertTrue(failure.toString().contains("tar"), failure.toString());
        assertFalse(said.isEmpty());
    }

    @Test
    void aMissingFileIsTold() throws Exception {
        OperationFailure failure = refused(archive(directory.resolve("none"), "0".repeat(64)));
        assertEquals(FailureKind.GONE, failure.kind());
        assertTrue(failure.toString().contains("ENOENT"), failure.toString());
    }

    @Test
    void anArchiveWritesNothingOutsideOfItsTree() throws Exception {
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Path evil = Files.createDirectory(directory.resolve("evil"));
        Files.createSymbolicLink(evil.resolve("way"), victim);
        Path tar = directory.resolve("evil.tar");
        run("tar", "-C", evil.toString(), "-cf", tar.toString(), "way");
        Files.delete(evil.resolve("way"));
        Files.createDirectory(evil.resolve("way"));
        Files.writeString(evil.resolve("way/in"), "poison");
        run("tar", "-C", evil.toString(), "-rf", tar.toString(), "way/in");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(tar));
        try {
            builds.build(archive(tar, HexFormat.of().formatHex(sum)));
        } catch (OperationFailure _) {
            // Refused or made harmless: either will do.
        }
        try (var poisoned = Files.list(victim)) {
            assertEquals(List.of(), poisoned.toList());
        }
    }

    @Test
    void devicesOfAnArchiveAreLeftOut() throws Exception {
        run("mknod", files.resolve("dev/sda").toString(), "b", "8", "0");
        TemplateRef built = builds.build(archive("a.tar", "--format=gnu")).template();
        assertFalse(
                Files.exists(home.template(built).resolve("dev/sda"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void programsRunWithoutTheCapabilitiesThatReachTheKernel() throws Exception {
        new BuildProgram("look", said::add)
                .run(List.of("sh", "-c", "grep CapBnd /proc/self/status; echo $$"), _ -> {});
        long bounding = Long.parseUnsignedLong(said.getFirst().split("\\s+")[1], 16);
        for (int capability : new int[] {16, 17, 22, 25, 34, 38, 39}) {
            assertEquals(0, bounding >>> capability & 1, "capability " + capability);
        }
        assertEquals("1", said.get(1), "the only process that it sees");
    }

    @Test
    void anArchiveOfPackagesThatIsNotThereIsTold() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/mmdebstrap")), "no mmdebstrap here");
        var packages =
                new TemplateSpec.Source.Deb(
                        List.of(
                                new DebRepository(
                                        "http://127.0.0.1:9/",
                                        "nosuite",
                                        List.of("main"),
                                        new PackageTrust.OfNode())),
                        "",
                        List.of());
        OperationFailure failure =
                refused(new TemplateSpec(NAME, packages, "/sbin/init", new Origin("t", 1, 1)));
        assertTrue(failure.toString().contains("E:"), failure.toString());
        assertEquals(Map.of(), builds.current());
    }
}
