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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a built tree is not for every VE.
class TemplateTidyTest {
    @TempDir Path directory;
    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
    }

    private Path write(String path) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.resolve(".."));
        return Files.writeString(file, "of the build\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/log/dpkg.log",
                "var/log/apt/history.log",
                "var/cache/apt/pkgcache.bin",
                "var/cache/ldconfig/aux-cache",
                "var/lib/apt/lists/deb.debian.org_InRelease",
                "var/lib/dbus/machine-id",
                "etc/hostname",
                "etc/resolv.conf",
                "etc/ssh/ssh_host_rsa_key",
                "etc/ssh/ssh_host_rsa_key.pub",
                "dev/console",
                "run/lock",
                "tmp/left"
            })
    void goes(String path) throws IOException {
        Path file = write(path);
        TemplateTidy.tidy(tree);
        assertFalse(Files.exists(file));
        assertTrue(Files.isDirectory(tree.resolve(path).resolve("..").normalize()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etc/passwd",
                "etc/ssh/sshd_config",
                "var/lib/dpkg/status",
                "var/log/journal/deep/file",
                "usr/bin/tool"
            })
    void stays(String path) throws IOException {
        Path file = write(path);
        TemplateTidy.tidy(tree);
        assertEquals("of the build\n", Files.readString(file));
    }

    @Test
    void theMachineIdIsEmptyAndThere() throws IOException {
        Path file = write("etc/machine-id");
        TemplateTidy.tidy(tree);
        assertEquals("", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "var", "var/log", "var/lib", "tmp", "dev", "etc/ssh"})
    void aLinkToTheHostIsNotFollowed(String link) throws IOException {
        Path host = Files.createDirectory(directory.resolve("host"));
        for (String name :
                new String[] {
                    "machine-id", "hostname", "log/a", "apt/lists/a", "ssh_host_a", "a"
                }) {
            Files.createDirectories(host.resolve(name).resolve(".."));
            Files.writeString(host.resolve(name), "of the host\n");
        }
        Files.createDirectories(tree.resolve(link).resolve("..").normalize());
        Files.createSymbolicLink(tree.resolve(link), host);
        TemplateTidy.tidy(tree);
        try (var files = Files.walk(host)) {
            var left = files.filter(Files::isRegularFile).toList();
            assertEquals(6, left.size(), left.toString());
            for (Path file : left) {
                assertEquals("of the host\n", Files.readString(file));
            }
        }
    }

    @Test
    void aLinkAmongWhatGoesIsDeletedAndItsTargetIsNot() throws IOException {
        Path host = Files.writeString(directory.resolve("host"), "of the host\n");
        Files.createDirectories(tree.resolve("tmp"));
        Files.createSymbolicLink(tree.resolve("tmp/link"), host);
        TemplateTidy.tidy(tree);
        assertFalse(Files.isSymbolicLink(tree.resolve("tmp/link")));
        assertEquals("of the host\n", Files.readString(host));
    }
}
