package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a clone must not share with its source.
class CloneIdentityTest {
    private static final String ID = "0123456789abcdef0123456789abcdef\n";

    @TempDir Path directory;
    private Path upper;
    private final CloneIdentity identity = new CloneIdentity(new SshHostKeys(new SecureRandom()));

    @BeforeEach
    void makeFiles() throws IOException {
        upper = Files.createDirectory(directory.resolve("upper"));
    }

    private Path write(String path, String text) throws IOException {
        Path file = upper.resolve(path);
        Files.createDirectories(file.resolve(".."));
        return Files.writeString(file, text);
    }

    @Test
    void machineIdIsMadeAtTheNextBoot() throws IOException {
        Path file = write("etc/machine-id", ID);
        identity.renew(upper);
        assertEquals("", Files.readString(file));
    }

    @Test
    void aMachineIdThatTheTemplateHasIsNotHidden() throws IOException {
        write("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        identity.renew(upper);
        assertFalse(Files.exists(upper.resolve("etc/machine-id")));
        assertEquals("root:x:0:0::/root:/bin/sh\n", Files.readString(upper.resolve("etc/passwd")));
    }

    @Test
    void hostNameIsTheDocuments() throws IOException {
        Path file = write("etc/hostname", "web1\n");
        identity.renew(upper);
        assertEquals("", Files.readString(file));
    }

    @Test
    void theCopyOfDbusGoes() throws IOException {
        Path file = write("var/lib/dbus/machine-id", ID);
        identity.renew(upper);
        assertFalse(Files.exists(file));
        assertTrue(Files.isDirectory(upper.resolve("var/lib/dbus")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void hostKeysAreNewAndKeepTheirModes(String kind) throws IOException {
        Path key = write("etc/ssh/ssh_host_" + kind + "_key", "old");
        Path known = write("etc/ssh/ssh_host_" + kind + "_key.pub", "old.pub");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        identity.renew(upper);
        String fresh = Files.readString(key);
        assertTrue(fresh.startsWith("-----BEGIN "), fresh);
        assertFalse(fresh.contains("old"));
        assertFalse(Files.readString(known).contains("old"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        identity.renew(upper);
        assertNotEquals(fresh, Files.readString(key), "another clone has another key");
    }

    @Test
    void noKeyAppearsThatWasNotThere() throws IOException {
        write("etc/ssh/sshd_config", "Port 22\n");
        write("etc/ssh/ssh_host_ed25519_key", "old");
        identity.renew(upper);
        try (var files = Files.list(upper.resolve("etc/ssh"))) {
            assertEquals(2, files.count());
        }
        assertEquals("Port 22\n", Files.readString(upper.resolve("etc/ssh/sshd_config")));
    }

    @Test
    void anEmptyCloneIsLeftEmpty() throws IOException {
        identity.renew(upper);
        try (var files = Files.list(upper)) {
            assertEquals(0, files.count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"machine-id", "hostname"})
    void aLinkOutOfTheCloneIsNotFollowed(String name) throws IOException {
        Path host = Files.writeString(directory.resolve("host"), "of the host\n");
        Files.createDirectories(upper.resolve("etc"));
        Files.createSymbolicLink(upper.resolve("etc").resolve(name), host);
        identity.renew(upper);
        assertEquals("of the host\n", Files.readString(host));
        assertTrue(Files.isSymbolicLink(upper.resolve("etc").resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "etc/ssh", "var", "var/lib", "var/lib/dbus"})
    void aLinkOnTheWayIsNotFollowed(String link) throws IOException {
        Path host = Files.createDirectory(directory.resolve("host"));
        for (String name :
                new String[] {
                    "machine-id",
                    "hostname",
                    "ssh_host_rsa_key",
                    "ssh/ssh_host_rsa_key",
                    "dbus/machine-id",
                    "lib/dbus/machine-id"
                }) {
            Files.createDirectories(host.resolve(name).getParent());
            Files.writeString(host.resolve(name), "of the host\n");
        }
        Files.createDirectories(upper.resolve(link).getParent());
        Files.createSymbolicLink(upper.resolve(link), host);
        identity.renew(upper);
        try (var files = Files.walk(host)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals("of the host\n", Files.readString(file), file.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/machine-id", "etc/hostname", "etc/ssh/ssh_host_rsa_key"})
    void aDirectoryInTheirPlaceIsLeftAlone(String path) throws IOException {
        Files.createDirectories(upper.resolve(path));
        identity.renew(upper);
        assertTrue(Files.isDirectory(upper.resolve(path)));
    }

    @Test
    void aFileInThePlaceOfADirectoryIsLeftAlone() throws IOException {
        Path etc = write("etc", "a file\n");
        identity.renew(upper);
        assertEquals("a file\n", Files.readString(etc));
    }
}
