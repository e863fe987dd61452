package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which trees are the same template, and which are not.
class TreeDigestTest {
    @TempDir Path directory;
    private Path one;
    private Path other;

    @BeforeEach
    void makeTwoTrees() throws IOException {
        one = tree("one");
        other = tree("other");
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(tree.resolve("etc/init.d"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        Files.createSymbolicLink(tree.resolve("bin"), Path.of("usr/bin"));
        return tree;
    }

    private void assertDiffer() throws IOException {
        assertNotEquals(TreeDigest.of(one), TreeDigest.of(other));
    }

    @Test
    void aDigestIsAVersion() throws IOException {
        assertTrue(TreeDigest.of(one).matches("[0-9a-f]{16}"));
        assertEquals(TreeDigest.of(one), TreeDigest.of(one));
    }

    @Test
    void timesAndThePlaceMakeNoDifference() throws IOException {
        Files.setLastModifiedTime(one.resolve("etc/passwd"), FileTime.fromMillis(1));
        Files.setLastModifiedTime(one, FileTime.fromMillis(1));
        assertEquals(TreeDigest.of(one), TreeDigest.of(other));
    }

    @Test
    void theOrderOfMakingMakesNoDifference() throws IOException {
        Files.createFile(one.resolve("a"));
        Files.createFile(one.resolve("b"));
        Files.createFile(other.resolve("b"));
        Files.createFile(other.resolve("a"));
        assertEquals(TreeDigest.of(one), TreeDigest.of(other));
    }

    @Test
    void contentsModesAndLinksDo() throws IOException {
        Files.writeString(other.resolve("etc/passwd"), "root:x:0:1::/root:/bin/sh\n");
        assertDiffer();
        other = tree("third");
        Files.setPosixFilePermissions(
                other.resolve("etc/passwd"),
                PosixFilePermissions.fromString("rwsrwxrwx".replace("s", "x")));
        assertDiffer();
        other = tree("fourth");
        Files.delete(other.resolve("bin"));
        Files.createSymbolicLink(other.resolve("bin"), Path.of("usr/sbin"));
        assertDiffer();
    }

    @Test
    void aFileAndADirectoryOfOneNameDiffer() throws IOException {
        Files.createFile(one.resolve("x"));
        Files.createDirectory(other.resolve("x"));
        assertDiffer();
    }

    @Test
    void noFileCanPassForTwo() throws IOException {
        Files.writeString(one.resolve("x"), "12");
        Files.writeString(other.resolve("x"), "1");
        Files.writeString(other.resolve("y"), "2");
        assertDiffer();
        Files.writeString(one.resolve("y"), "");
        assertDiffer();
    }

    @Test
    void anEmptyDirectoryCounts() throws IOException {
        Files.createDirectory(one.resolve("srv"));
        assertDiffer();
    }

    @Test
    void aLinkOutOfTheTreeIsNotFollowed() throws IOException {
        Path host = Files.writeString(directory.resolve("host"), "a");
        Files.createSymbolicLink(one.resolve("x"), host);
        String before = TreeDigest.of(one);
        Files.writeString(host, "b");
        assertEquals(before, TreeDigest.of(one));
    }
}
