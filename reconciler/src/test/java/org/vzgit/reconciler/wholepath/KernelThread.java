package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;

/// One thread in a network namespace of its own. Threads that it starts are born there, so all of
/// an apply happens there and the machine's own links are never seen.
final class KernelThread implements AutoCloseable {
    private final Process holder;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("node").factory());

    KernelThread() throws Exception {
        holder =
                new ProcessBuilder(
                                "unshare", "--net", "sh", "-c", "ip link set lo up; echo; exec cat")
                        .start();
        assertEquals('\n', holder.getInputStream().read(), "unshare --net");
        call(this::enter);
    }

    private int enter() throws Exception {
        Syscalls syscalls = new JnrSyscalls();
        int pid = (int) holder.pid();
        try (Fd net = syscalls.open(Path.of("/proc/" + pid + "/ns/net"), Set.of(OpenFlag.RDONLY))) {
            syscalls.setns(net, 0);
        }
        return pid;
    }

    <T> T call(Callable<T> work) throws Exception {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }

    /// What makes a command line run in the namespace; the process stays the same.
    List<String> inside() {
        return List.of("nsenter", "--net", "--target", "" + holder.pid());
    }

    /// What a program says in the namespace; it must succeed.
    String run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(inside());
        all.addAll(List.of(command));
        return Commands.output(all);
    }

    @Override
    public void close() throws IOException {
        thread.close();
        holder.destroyForcibly().onExit().join();
    }

    /// Programs of the host.
    static final class Commands {
        private Commands() {}

        static String output(List<String> command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + output);
            return output;
        }
    }
}
