package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// File trees, and the programs in them.
class FileTreeTest {
    @TempDir Path directory;

    @Test
    void aDirectoryHasItsModeWhateverTheUmaskIs() throws IOException {
        FileTree.makeDirectory(directory.resolve("open"), "rwxrwxrwx");
        assertEquals(
                "rwxrwxrwx",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("open"))));
    }

    @Test
    void aLinkToATreeIsDeletedAndNotTheTree() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree").resolve("below"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("tree"));
        FileTree.delete(link);
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(tree));
    }

    @Test
    void deletingAFileOrNothingIsDone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        FileTree.delete(file);
        FileTree.delete(file);
        assertFalse(Files.exists(file));
    }

    @Test
    void aProgramWithALoaderIsNotStatic() {
        assertTrue(StaticProgram.is(elf(1, 6, 4)));
        assertFalse(StaticProgram.is(elf(1, 3, 6)));
        assertTrue(StaticProgram.is(elf()));
    }

    @Test
    void whatIsNoProgramIsNotStatic() {
        assertFalse(StaticProgram.is(new byte[0]));
        assertFalse(
                StaticProgram.is(
                        "#!/bin/sh\nexit 0\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        byte[] cut = java.util.Arrays.copyOf(elf(1, 6, 4), 80);
        assertFalse(StaticProgram.is(cut));
    }

    /// The head of a 64-bit ELF file with program headers of these types (elf(5)).
    private static byte[] elf(int... types) {
        ByteBuffer elf = ByteBuffer.allocate(64 + types.length * 56).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).putLong(32, 64);
        elf.putShort(54, (short) 56).putShort(56, (short) types.length);
        for (int i = 0; i < types.length; i++) {
            elf.putInt(64 + i * 56, types[i]);
        }
        byte[] bytes = new byte[elf.capacity()];
        elf.get(0, bytes);
        return bytes;
    }
}
