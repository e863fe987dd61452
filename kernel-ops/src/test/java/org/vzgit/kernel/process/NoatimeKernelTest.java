package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Reading;

/// Whether a VE's files note when they are read, on the real kernel.
@Tag("kernel")
class NoatimeKernelTest {
    /// Long before the file was written, so that `relatime` has to note the next reading.
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    private static final String READS = "cat /old >/tmp/read; mv /tmp/read /tmp/done";

    /// In every way that mount(8) knows; the last line tells what is in force.
    private static final String REMOUNTS =
            """
            mount -o remount,bind,relatime /
            mount -o remount,bind,atime /
            mount -o remount,strictatime /
            cat /old >/dev/null
            cp /proc/mounts /tmp/mounts
            mv /tmp/mounts /tmp/done\
            """;

    private static Path oldFile(TestVe ve) throws IOException {
        Path file = Files.writeString(ve.upper("old"), "old\n");
        Files.setAttribute(file, "lastAccessTime", LONG_AGO);
        return file;
    }

    private static FileTime readAt(Path file) throws IOException {
        return (FileTime) Files.getAttribute(file, "lastAccessTime");
    }

    @Test
    void readingIsNotedByDefault() throws Exception {
        try (TestVe ve = new TestVe(READS)) {
            Path file = oldFile(ve);
            ve.start();
            assertEquals("old\n", ve.awaitFile("tmp/done"));
            assertNotEquals(LONG_AGO, readAt(file));
            assertEquals(Reading.present(false), ve.observed().noatime());
        }
    }

    @Test
    void withNoatimeItIsNot() throws Exception {
        try (TestVe ve = new TestVe(READS)) {
            Path file = oldFile(ve);
            ve.startWithNoatime();
            assertEquals("old\n", ve.awaitFile("tmp/done"));
            assertEquals(LONG_AGO, readAt(file));
            assertEquals(Reading.present(true), ve.observed().noatime());
        }
    }

    @Test
    void theVesRootCannotHaveItOtherwise() throws Exception {
        try (TestVe ve = new TestVe(REMOUNTS)) {
            Path file = oldFile(ve);
            ve.startWithNoatime();
            String root =
                    ve.awaitFile("tmp/done")
                            .lines()
                            .filter(line -> line.split(" ")[1].equals("/"))
                            .findFirst()
                            .orElseThrow();
            assertEquals("rw,noatime", root.split(" ")[3].substring(0, "rw,noatime".length()));
            assertEquals(LONG_AGO, readAt(file));
            assertEquals(Reading.present(true), ve.observed().noatime());
        }
    }

    @Test
    void aHeldVeIsReadAlike() throws Exception {
        try (TestVe ve = new TestVe("true")) {
            ve.launch();
            assertEquals(Reading.present(false), ve.observed().noatime());
        }
    }
}
