package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.NodeHome;

class VeInitProgramTest {
    /// What ve-init answers to a call without a mode (sysexits(3), EX_USAGE).
    private static final int USAGE = 64;

    @TempDir private Path directory;

    private VeInitProgram program(String home) {
        return new VeInitProgram(NodeHome.below(directory.resolve(home)));
    }

    @Test
    void installedProgramRuns() throws Exception {
        assertEquals(USAGE, run(program("one").install()));
    }

    @Test
    void damagedFileIsReplaced() throws Exception {
        Path file = program("one").install();
        byte[] good = Files.readAllBytes(file);
        Files.delete(file);
        Files.writeString(file, "damaged");
        program("one").install();
        assertArrayEquals(good, Files.readAllBytes(file));
        assertTrue(Files.isExecutable(file));
    }

    @Test
    void intactFileIsNotWrittenAgain() throws OperationFailure, java.io.IOException {
        Path file = program("one").install();
        Object inode = Files.getAttribute(file, "unix:ino");
        program("one").install();
        assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void onlyProgramsOfTheHomeAreItsLaunchers() throws OperationFailure {
        VeInitProgram one = program("one");
        assertTrue(one.isLauncher(one.install()));
        assertFalse(one.isLauncher(program("two").install()));
        assertFalse(one.isLauncher(Path.of("/sbin/init")));
    }

    /// Executing a file that any process has open for writing is ETXTBSY, and a process that is
    /// being started has the files of its parent open.
    @Test
    void programCanBeStartedByManyThreadsAtOnceInAFreshHome() throws Exception {
        int threads = 4;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int home = 0; home < 25; home++) {
                VeInitProgram fresh = program("fresh-" + home);
                Callable<Integer> start = () -> run(fresh.install());
                for (Future<Integer> code : pool.invokeAll(Collections.nCopies(threads, start))) {
                    assertEquals(USAGE, code.get());
                }
            }
        }
    }

    private static int run(Path program) throws java.io.IOException, InterruptedException {
        return new ProcessBuilder(List.of(program.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
