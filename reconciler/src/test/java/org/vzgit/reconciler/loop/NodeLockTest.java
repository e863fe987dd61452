package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.loop.NodeLock.NodeBusy;

class NodeLockTest {
    @TempDir Path directory;

    @Test
    void secondHolderIsToldWhoHasIt() throws Exception {
        NodeHome home = NodeHome.below(directory);
        try (NodeLock _ = NodeLock.acquire(home, "vzgit agent")) {
            NodeBusy busy =
                    assertThrows(NodeBusy.class, () -> NodeLock.acquire(home, "vzgit apply"));
            String holder = ProcessHandle.current().pid() + " vzgit agent";
            assertTrue(busy.toString().contains(holder), busy.toString());
        }
    }

    @Test
    void closedLockIsFree() throws Exception {
        NodeHome home = NodeHome.below(directory);
        NodeLock.acquire(home, "vzgit agent").close();
        NodeLock.acquire(home, "vzgit apply").close();
    }

    @Test
    void homesDoNotDisturbEachOther() throws Exception {
        try (NodeLock _ = NodeLock.acquire(NodeHome.below(directory.resolve("a")), "a");
                NodeLock _ = NodeLock.acquire(NodeHome.below(directory.resolve("b")), "b")) {
            assertTrue(directory.resolve("a/run/lock").toFile().exists());
        }
    }

    @Test
    void lockOfAnotherProcessHoldsUntilItIsKilled() throws Exception {
        NodeHome home = NodeHome.below(directory);
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                directory.toString())
                        .start();
        try {
            assertEquals('+', other.getInputStream().read());
            NodeBusy busy =
                    assertThrows(NodeBusy.class, () -> NodeLock.acquire(home, "vzgit apply"));
            assertTrue(busy.toString().contains(other.pid() + " other"), busy.toString());
        } finally {
            other.destroyForcibly().waitFor();
        }
        NodeLock.acquire(home, "vzgit apply").close();
    }

    /// Takes the lock and waits to be killed.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments)
                throws NodeBusy, IOException, InterruptedException {
            try (NodeLock _ = NodeLock.acquire(NodeHome.below(Path.of(arguments[0])), "other")) {
                System.out.print('+');
                System.out.flush();
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
