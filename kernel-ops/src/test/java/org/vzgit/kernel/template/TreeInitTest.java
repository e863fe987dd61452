package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// The program that a template's VEs are started with.
class TreeInitTest {
    @TempDir Path tree;

    private Path program(String name) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void link(String name, String target) throws IOException {
        Path link = tree.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private OperationFailure refused(String init) {
        return assertThrows(
                OperationFailure.class, () -> TreeInit.require(tree, init, "build template t"));
    }

    @Test
    void theUsualOneIsLeftAsItIs() throws Exception {
        program("sbin/init");
        TreeInit.require(tree, "/sbin/init", "build");
        assertTrue(Files.isRegularFile(tree.resolve("sbin/init"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void debiansLinksAreFollowedInsideOfTheTree() throws Exception {
        program("usr/lib/systemd/systemd");
        link("lib", "usr/lib");
        link("sbin", "usr/sbin");
        link("usr/sbin/init", "/lib/systemd/systemd");
        TreeInit.require(tree, "/sbin/init", "build");
        assertEquals(
                Optional.of(tree.resolve("usr/lib/systemd/systemd")),
                TreeInit.resolve(tree, "/sbin/init"));
    }

    @Test
    void oneAtAnotherPlaceGetsALinkWhereVesLookForIt() throws Exception {
        program("usr/bin/runit");
        link("sbin", "usr/sbin");
        Files.createDirectories(tree.resolve("usr/sbin"));
        TreeInit.require(tree, "/usr/bin/runit", "build");
        assertEquals(
                Path.of("/usr/bin/runit"), Files.readSymbolicLink(tree.resolve("usr/sbin/init")));
    }

    @Test
    void theOneThatTheDocumentNamesWinsOverTheOneOfThePackages() throws Exception {
        program("sbin/init");
        program("bin/other");
        TreeInit.require(tree, "/bin/other", "build");
        assertEquals(Path.of("/bin/other"), Files.readSymbolicLink(tree.resolve("sbin/init")));
    }

    @Test
    void aTreeWithoutItIsRefusedWithTheNextStep() {
        OperationFailure failure = refused("/sbin/init");
        assertEquals(FailureKind.REJECTED, failure.kind());
        assertTrue(failure.toString().contains("has no program /sbin/init"), failure.toString());
        assertFalse(Files.exists(tree.resolve("sbin")));
    }

    @Test
    void whatIsNoProgramIsNoInit() throws Exception {
        Files.createDirectories(tree.resolve("sbin/init"));
        refused("/sbin/init");
        Files.writeString(tree.resolve("plain"), "text");
        refused("/plain");
    }

    @Test
    void aLinkThatLeadsOutOfTheTreeLeadsToItsTop() throws Exception {
        link("sbin/init", "../../../../../../../../bin/true");
        refused("/sbin/init");
        program("bin/true");
        TreeInit.require(tree, "/sbin/init", "build");
    }

    @ParameterizedTest
    @ValueSource(ints = {TreeInit.LINKS_MAX, TreeInit.LINKS_MAX + 1})
    void asManyLinksAreFollowedAsTheKernelFollows(int links) throws Exception {
        program("0");
        for (int i = 1; i <= links; i++) {
            link(Integer.toString(i), Integer.toString(i - 1));
        }
        assertEquals(links == TreeInit.LINKS_MAX, TreeInit.resolve(tree, "/" + links).isPresent());
    }
}
