package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.TemplateBuilds.Built;
import org.vzgit.schema.Origin;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.RpmRepository;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// Templates from rpm packages, installed by the node's dnf from a repository of the test's.
@Tag("kernel")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RpmTemplateKernelTest {
    private static final TemplateName NAME = new TemplateName("small");

    @TempDir static Path all;
    private static RpmMirror mirror;
    private static RpmMirror later;

    @TempDir Path directory;
    private NodeHome home;
    private final List<String> said = new ArrayList<>();
    private TemplateBuilds builds;

    @BeforeAll
    static void makeTheDistribution() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        mirror = new RpmMirror(Files.createDirectories(all.resolve("1")));
        mirror.add("init", "1", true);
        mirror.add("web", "1", true);
        mirror.add("rogue", "1", false);
        mirror.index("init", "web");
        later = new RpmMirror(Files.createDirectories(all.resolve("2")));
        later.add("init", "2", true);
        later.index("init");
    }

    @AfterAll
    static void endItsPrograms() throws Exception {
        for (RpmMirror one : new RpmMirror[] {mirror, later}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @BeforeEach
    void openHome() {
        home = NodeHome.below(directory.resolve("home"));
        builds = new TemplateBuilds(home, (_, _) -> {}, said::add);
    }

    private static TemplateSpec template(RpmRepository repository, String... packages) {
        return new TemplateSpec(
                NAME,
                new TemplateSpec.Source.Rpm(
                        List.of(repository), "1", "", "/usr/lib/sysimage/rpm", List.of(packages)),
                "/bin/init",
                new Origin("template.yaml", 1, 1));
    }

    private OperationFailure refused(TemplateSpec spec) throws Exception {
        OperationFailure failure = assertThrows(OperationFailure.class, () -> builds.build(spec));
        assertEquals(Map.of(), builds.current());
        try (var left = Files.list(home.trash())) {
            assertEquals(List.of(), left.toList());
        }
        return failure;
    }

    private String file(Built built, String name) throws Exception {
        return Files.readString(home.template(built.template()).resolve(name));
    }

    @Test
    void signedPackagesBecomeATemplate() throws Exception {
        Built built = builds.build(template(mirror.trusting("ours"), "init"));
        assertTrue(built.fresh());
        assertEquals("1\n", file(built, "etc/init"));
        Path tree = home.template(built.template());
        assertTrue(Files.exists(tree.resolve("usr/lib/sysimage/rpm/rpmdb.sqlite")));
        assertFalse(Files.exists(tree.resolve("etc/web")), "only what was asked for");
        assertFalse(Files.exists(tree.resolve(BuildSite.SCRATCH)));
        assertEquals(Path.of("/bin/init"), Files.readSymbolicLink(tree.resolve("sbin/init")));
    }

    @Test
    void scriptletsOfPackagesFindTheDevicesThatTheyExpect() throws Exception {
        Built built = builds.build(template(mirror.trusting("ours"), "init"));
        assertEquals("character device", file(built, "etc/init.post").strip());
        try (var devices = Files.list(home.template(built.template()).resolve("dev"))) {
            assertEquals(List.of(), devices.toList(), "and leave none behind");
        }
    }

    @Test
    void aGroupOfPackagesIsASet() throws Exception {
        Built built = builds.build(template(mirror.trusting("ours"), "@core"));
        assertEquals("1\n", file(built, "etc/init"));
        assertEquals("1\n", file(built, "etc/web"));
    }

    @Test
    void anUpdateWithNothingNewChangesNothing() throws Exception {
        Built first = builds.build(template(mirror.trusting("ours"), "@core"));
        Built second = builds.build(template(mirror.trusting("ours"), "@core"));
        assertEquals(new Built(first.template(), false), second);
    }

    @Test
    void aNewerPackageIsANewVersionAndTheOldOneStays() throws Exception {
        Built first = builds.build(template(mirror.trusting("ours"), "init"));
        Built second = builds.build(template(later.trusting("ours"), "init"));
        assertNotEquals(first.template(), second.template());
        assertEquals("1\n", file(first, "etc/init"));
        assertEquals("2\n", file(second, "etc/init"));
        assertEquals(Map.of(NAME, second.template()), builds.current());
    }

    @Test
    void packagesOfAnotherKeyAreRefusedAndItIsSaidWhichKeysCount() throws Exception {
        String told = refused(template(mirror.trusting("others"), "init")).toString();
        assertTrue(told.contains("init-1-1"), told);
        assertTrue(told.contains("base-1.asc"), told);
        assertTrue(told.contains("GPG check FAILED"), told);
    }

    @Test
    void anUnsignedPackageIsRefusedWhereKeysAreGiven() throws Exception {
        String told = refused(template(mirror.trusting("ours"), "init", "rogue")).toString();
        assertTrue(told.contains("rogue-1-1"), told);
    }

    @Test
    void anUnsignedPackageIsTakenWhereTheDocumentSaysSo() throws Exception {
        var unsigned = mirror.trusting(new PackageTrust.Unsigned());
        Built built = builds.build(template(unsigned, "init", "rogue"));
        assertEquals("1\n", file(built, "etc/rogue"));
    }

    @Test
    void aKeyMayLieInAFileOfTheNode() throws Exception {
        Path file = Files.writeString(directory.resolve("ours.asc"), mirror.key("ours"));
        var keys = new PackageTrust.Keys(List.of(file.toString()));
        assertEquals(
                "1\n", file(builds.build(template(mirror.trusting(keys), "init")), "etc/init"));
    }

    @Test
    void aMissingPackageIsToldByItsName() throws Exception {
        String told = refused(template(mirror.trusting("ours"), "nosuch")).toString();
        assertTrue(told.contains("nosuch"), told);
    }

    @Test
    void aTemplateWithoutItsInitIsRefused() throws Exception {
        String told = refused(template(mirror.trusting("ours"), "web")).toString();
        assertTrue(told.contains("no program /bin/init"), told);
    }

    @Test
    void theNodesOwnPackageDatabaseStaysAsItWas() throws Exception {
        TemplateRef built = builds.build(template(mirror.trusting("ours"), "init")).template();
        assertTrue(built.version().matches("[0-9a-f]{16}"));
        assertFalse(Files.exists(Path.of("/etc/init.post")));
    }
}
