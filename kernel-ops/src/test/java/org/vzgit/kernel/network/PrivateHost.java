package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.kernel.sys.Syscalls;

/// A network namespace that stands for the host, and others that stand for VEs. Each is held by a
/// `cat` that ends when its input closes, so none outlives the test's own process.
final class PrivateHost implements AutoCloseable {
    static final Syscalls SYSCALLS = new JnrSyscalls();
    private static final long LIMIT_SECONDS = 20;

    private final NamespaceThread threads = new NamespaceThread(SYSCALLS, KernelRoot.RUNNING);
    private final List<Process> processes = new ArrayList<>();
    private final int pid;

    PrivateHost() throws IOException {
        pid = startNamespace();
        run(
                pid,
                "sh",
                "-c",
                "ip link set lo up; echo 1 > /proc/sys/net/ipv4/ip_forward;"
                        + " echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
    }

    int pid() {
        return pid;
    }

    /// The process of a new namespace with nothing but a `lo` that is down.
    int startNamespace() throws IOException {
        Process process =
                new ProcessBuilder("unshare", "--net", "sh", "-c", "echo; exec cat").start();
        processes.add(process);
        assertEquals('\n', process.getInputStream().read());
        return (int) process.pid();
    }

    void end(int namespacePid) throws IOException {
        for (Process process : processes) {
            if (process.pid() == namespacePid) {
                end(process);
            }
        }
    }

    @FunctionalInterface
    interface OnHost<T> {
        T run() throws OperationFailure;
    }

    @FunctionalInterface
    interface DoOnHost {
        void run() throws OperationFailure;
    }

    /// Runs on a thread that is in the host's namespace.
    <T> T call(OnHost<T> work) throws OperationFailure {
        try {
            return threads.call(
                    pid,
                    Set.of(Namespace.NET),
                    () -> {
                        try {
                            return work.run();
                        } catch (OperationFailure e) {
                            throw new Wrapped(e);
                        }
                    });
        } catch (Wrapped e) {
            throw e.failure;
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    void act(DoOnHost work) throws OperationFailure {
        call(() -> {
            work.run();
            return 0;
        });
    }

    /// What a program prints in the host's namespace; it must succeed.
    String host(String... command) throws IOException {
        return run(pid, command);
    }

    static String run(int inside, String... command) throws IOException {
        Finished finished = start(inside, command);
        assertEquals(0, finished.code(), String.join(" ", command) + ": " + finished.output());
        return finished.output();
    }

    static boolean pings(int from, String address) throws IOException {
        return start(from, "busybox", "ping", "-c", "1", "-W", "3", address).code() == 0;
    }

    record Finished(int code, String output) {}

    static Finished start(int inside, String... command) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--net", "--target", Integer.toString(inside)));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        await(process);
        return new Finished(process.exitValue(), output);
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            end(process);
        }
    }

    private static void end(Process process) throws IOException {
        process.destroyForcibly();
        await(process);
    }

    private static void await(Process process) throws IOException {
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "still running");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static final class Wrapped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final OperationFailure failure;

        Wrapped(OperationFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
