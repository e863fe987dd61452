package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.sys.KernelRoot;

class LxcfsTest {
    @TempDir Path directory;

    @Test
    void whereNoneIsMountedNothingIsSaid() throws IOException {
        assertEquals("", lxcfs("").specLine());
    }

    @Test
    void withoutAMountTableThereIsNone() {
        KernelRoot nothing = new KernelRoot(directory.resolve("none"), directory);
        assertEquals(Optional.empty(), new Lxcfs(nothing, 100).directory());
    }

    @Test
    void ofTwoTheOneMountedLastIsTaken() throws IOException {
        Lxcfs lxcfs = lxcfs(mount(serving("one")) + mount(serving("two")));
        assertEquals("lxcfs " + directory.resolve("two") + "\n", lxcfs.specLine());
    }

    @Test
    void oneThatDoesNotAnswerIsPassedOver() throws IOException {
        Path dead = Files.createDirectory(directory.resolve("dead"));
        Lxcfs lxcfs = lxcfs(mount(serving("alive")) + mount(dead));
        assertEquals(Optional.of(directory.resolve("alive")), lxcfs.directory());
    }

    /// A named pipe that nobody writes to hangs its reader, as a daemon that was stopped does.
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void oneThatHangsIsGivenUp() throws Exception {
        Path hanging = directory.resolve("hanging");
        Files.createDirectories(hanging.resolve("proc"));
        Path pipe = hanging.resolve("proc/uptime");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(Optional.empty(), lxcfs(mount(hanging)).directory());
        // Lets the reader go.
        Files.writeString(pipe, "x");
    }

    private Path serving(String name) throws IOException {
        Path served = directory.resolve(name);
        Path proc = Files.createDirectories(served.resolve("proc"));
        Files.writeString(proc.resolve("uptime"), "1.00 1.00\n");
        return served;
    }

    private static String mount(Path on) {
        return "60 26 0:50 / " + on + " rw,nosuid,nodev - fuse.lxcfs lxcfs rw,allow_other\n";
    }

    private Lxcfs lxcfs(String mounts) throws IOException {
        Path self = Files.createDirectories(directory.resolve("proc/self"));
        String others = "26 1 254:0 / / rw - ext4 /dev/vda rw\n";
        Files.writeString(self.resolve("mountinfo"), others + mounts);
        return new Lxcfs(new KernelRoot(directory.resolve("proc"), directory), 100);
    }
}
