package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Host keys of a template's SSH server, which each VE makes by itself.
class FirstBootKeysTest {
    @TempDir Path directory;
    private Path tree;
    private Path dropIn;

    @BeforeEach
    void makeATree() throws IOException {
        tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("etc/systemd/system"));
        dropIn = tree.resolve("etc/systemd/system/ssh.service.d/vzgit-host-keys.conf");
    }

    private void addServer() throws IOException {
        Path units = Files.createDirectories(tree.resolve("usr/lib/systemd/system"));
        Files.writeString(units.resolve("ssh.service"), "[Service]\n");
    }

    @Test
    void aTemplateWithAServerMakesThemBeforeTheServerChecksItself() throws Exception {
        addServer();
        FirstBootKeys.provide(tree);
        assertEquals(
                """
                # Written by vzgit: this file system began without host keys.
                [Service]
                ExecStartPre=
                ExecStartPre=/usr/bin/ssh-keygen -A
                ExecStartPre=/usr/sbin/sshd -t
                """,
                Files.readString(dropIn));
    }

    @Test
    void doingItAgainChangesNothing() throws Exception {
        addServer();
        FirstBootKeys.provide(tree);
        String before = TreeDigest.of(tree);
        FirstBootKeys.provide(tree);
        assertEquals(before, TreeDigest.of(tree));
    }

    @Test
    void aTemplateWithoutAServerIsLeftAsItIs() throws Exception {
        FirstBootKeys.provide(tree);
        assertFalse(Files.exists(dropIn.getParent()));
    }

    @Test
    void aLinkInThePlaceOfTheDirectoryIsNotFollowed() throws Exception {
        addServer();
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Files.createSymbolicLink(dropIn.getParent(), victim);
        FirstBootKeys.provide(tree);
        try (var files = Files.list(victim)) {
            assertTrue(files.findAny().isEmpty());
        }
    }

    @Test
    void aLinkAboveItLeadsNoFurtherThanTheTree() throws Exception {
        addServer();
        Files.delete(tree.resolve("etc/systemd/system"));
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Files.createSymbolicLink(tree.resolve("etc/systemd/system"), victim);
        FirstBootKeys.provide(tree);
        try (var files = Files.list(victim)) {
            assertTrue(files.findAny().isEmpty());
        }
    }
}
