package org.vzgit.kernel.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.beancounter.Proven;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Rlimit;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Goes to the bounds of a scratch VE, and one beyond. That a file takes a number proves nothing.
///
/// Takes some ten milliseconds and leaves nothing behind. Of what could not be tried nothing is
/// disproved.
final class BoundTrial {
    private static final Set<Beancounter> PER_PROCESS =
            EnumSet.of(
                    Beancounter.PRIVVMPAGES,
                    Beancounter.LOCKEDPAGES,
                    Beancounter.NUMSIGINFO,
                    Beancounter.NUMFILE);

    /// The shells below end within milliseconds. One that hangs is killed with its cgroup.
    private static final long WAIT_SECONDS = 10;

    /// A shell has about 300 pages with its page tables; four times that, so that the file and not
    /// the shell meets the bound.
    private static final Pages SMALL = new Pages(1024);

    private static final long FILE_BYTES = 8L * 1024 * Pages.SIZE_BYTES;

    /// Standard streams: the next file that is opened is one too many.
    private static final Rlimit THREE_FILES = new Rlimit(3, 3);

    private final Syscalls syscalls;
    private final CgroupTree scratch;
    private final VeId veid;
    private final Path directory;
    private final Set<Beancounter> refuted = EnumSet.noneOf(Beancounter.class);

    private BoundTrial(Syscalls syscalls, CgroupTree scratch, Path directory) {
        this.syscalls = syscalls;
        this.scratch = scratch;
        this.directory = directory;
        this.veid = new VeId(VeId.MAX);
    }

    /// @param scratch a tree that no VE is in
    /// @param directory on a file system of which the kernel caches pages
    static Proven run(Syscalls syscalls, CgroupTree scratch, Path directory)
            throws OperationFailure {
        BoundTrial test = new BoundTrial(syscalls, scratch, directory);
        scratch.create(test.veid);
        try {
            test.processes();
            test.memory();
            test.limits();
        } catch (IOException unanswered) {
            // Without a shell nothing can be tried, and so nothing disproved.
        } finally {
            scratch.remove(test.veid);
        }
        return new Proven(test.refuted);
    }

    /// A shell that may not fork must be refused, and the refusal counted.
    private void processes() throws IOException, OperationFailure {
        if (controls(Resource.NUMPROC)) {
            scratch.set(veid, Resource.NUMPROC, Limit.of(new Count(1)));
            boolean forked = shell("/bin/true & wait $! && echo yes", _ -> {});
            scratch.set(veid, Resource.NUMPROC, Limit.UNLIMITED);
            if (forked || failcnt(Resource.NUMPROC) == 0) {
                refuted.add(Beancounter.NUMPROC);
            }
        }
    }

    /// Reading holes of a file fills the page cache with pages that can be taken back at once, so
    /// the bound is met without anything being killed, or a message about that in the kernel's log.
    private void memory() throws IOException, OperationFailure {
        if (controls(Resource.PHYSPAGES)) {
            Path file = Files.createTempFile(directory, "self-test", "");
            try (RandomAccessFile holes = new RandomAccessFile(file.toFile(), "rw")) {
                holes.setLength(FILE_BYTES);
                scratch.set(veid, Resource.PHYSPAGES, Limit.of(SMALL));
                shell("cat " + file + " >/dev/null; echo yes", _ -> {});
                Usage usage = scratch.usage(veid, Resource.PHYSPAGES);
                boolean above =
                        usage.maxheld().toOptional().filter(most -> isAbove(most)).isPresent();
                if (above) {
                    refuted.add(Beancounter.PHYSPAGES);
                }
            } finally {
                scratch.set(veid, Resource.PHYSPAGES, Limit.UNLIMITED);
                Files.delete(file);
            }
        }
    }

    private static boolean isAbove(org.vzgit.schema.Amount most) {
        return most instanceof Pages(long pages) && pages > SMALL.value();
    }

    /// A bound must refuse, and go up again: raising a hard limit needs CAP_SYS_RESOURCE, which
    /// some machines keep from their root.
    private void limits() throws IOException, OperationFailure {
        boolean[] raised = {false};
        boolean opened =
                shell(
                        "exec 9</dev/null && echo yes",
                        pid -> {
                            Rlimit before = syscalls.prlimit(pid, Rlimit.Kind.NOFILE);
                            syscalls.prlimit(pid, Rlimit.Kind.NOFILE, THREE_FILES);
                            raised[0] = raises(pid, before);
                            syscalls.prlimit(pid, Rlimit.Kind.NOFILE, THREE_FILES);
                        });
        if (opened || !raised[0]) {
            refuted.addAll(PER_PROCESS);
        }
    }

    private boolean raises(int pid, Rlimit to) throws ErrnoException {
        try {
            syscalls.prlimit(pid, Rlimit.Kind.NOFILE, to);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPERM) {
                return false;
            }
            throw e;
        }
    }

    private interface Preparation {
        void of(int pid) throws ErrnoException;
    }

    /// @return whether the script said yes
    private boolean shell(String script, Preparation preparation)
            throws IOException, OperationFailure {
        Process shell =
                new ProcessBuilder("/bin/sh", "-c", "read go; " + script)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            for (Path procs : scratch.procsFiles(veid)) {
                Files.writeString(procs, Long.toString(shell.pid()));
            }
            preparation.of((int) shell.pid());
            shell.outputWriter(StandardCharsets.US_ASCII).append('\n').flush();
            if (!shell.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("a shell did not end");
            }
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .contains("yes");
        } catch (ErrnoException e) {
            throw e.failing("try the bounds of a process");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            shell.destroyForcibly();
        }
    }

    private boolean controls(Resource resource) {
        return scratch.controls().getOrDefault(resource, Control.ABSENT) != Control.ABSENT;
    }

    private long failcnt(Resource resource) {
        return scratch.usage(veid, resource).failcnt().toOptional().orElse(0L);
    }
}
