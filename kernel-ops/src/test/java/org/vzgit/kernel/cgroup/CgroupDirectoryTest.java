package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.text.CgroupText;

class CgroupDirectoryTest {
    @TempDir Path directory;
    private CgroupDirectory cgroup;

    @BeforeEach
    void open() {
        cgroup = new CgroupDirectory(directory, "VE 101");
    }

    @Test
    void aNameCannotLeadElsewhere() {
        for (String name : List.of("", ".", "..", "a/b", "/etc/passwd", "../x")) {
            assertThrows(IllegalArgumentException.class, () -> cgroup.file(name), name);
            assertThrows(IllegalArgumentException.class, () -> cgroup.child(name), name);
        }
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        var failure = assertThrows(OperationFailure.class, () -> cgroup.write("pids.max", "240"));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("set pids.max of VE 101 to 240: ENOENT", failure.getMessage());
        assertFalse(cgroup.has("pids.max"));
    }

    @Test
    void aLinkIsNotWrittenThrough() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "old");
        Files.createSymbolicLink(directory.resolve("pids.max"), precious);
        assertThrows(OperationFailure.class, () -> cgroup.write("pids.max", "240"));
        assertEquals("old", Files.readString(precious));
    }

    @Test
    void aFileIsReadToItsEnd() throws IOException {
        for (int lines : new int[] {0, 1, 72, 73, 200_000 / 7}) {
            Files.writeString(cgroup.file("cgroup.procs"), "123456\n".repeat(lines));
            assertEquals(
                    lines,
                    cgroup.read("cgroup.procs", CgroupText::pids)
                            .toOptional()
                            .orElseThrow()
                            .size());
        }
    }

    @Test
    void aFileAboveTheBoundIsUnreadable() throws IOException {
        Files.writeString(cgroup.file("x"), "x".repeat(2 * CgroupDirectory.FILE_BYTES_MAX));
        assertInstanceOf(Reading.Unreadable.class, cgroup.read("x", String::strip));
    }

    @Test
    void whatAnOperationNeedsMustBeReadable() {
        var failure =
                assertThrows(OperationFailure.class, () -> cgroup.require("x", CgroupText::number));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("read x of VE 101: ENOENT", failure.getMessage());
    }

    @Test
    void makingTellsWhetherItWasThere() throws Exception {
        CgroupDirectory child = cgroup.child("101");
        assertFalse(child.exists());
        assertTrue(child.make());
        assertFalse(child.make());
        assertTrue(child.exists());
        assertThrows(OperationFailure.class, () -> child.child("a").child("b").make());
    }

    @Test
    void nestedCgroupsComeDeepestFirst() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("ve").resolve("a").resolve("b"));
        Files.createSymbolicLink(directory.resolve("ve").resolve("link"), directory);
        Files.writeString(directory.resolve("ve").resolve("cgroup.procs"), "");
        Path a = directory.resolve("ve").resolve("a");
        assertEquals(
                List.of(deep, a, directory.resolve("ve")),
                NestedCgroups.deepestFirst(directory.resolve("ve")));
        assertEquals(List.of(), NestedCgroups.deepestFirst(directory.resolve("none")));
    }

    @Test
    void removingWhatIsNotThereIsDone() throws OperationFailure {
        Removal.remove(cgroup.child("none"));
        assertFalse(cgroup.has("none"));
    }
}
