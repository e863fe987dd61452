package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.source.TestRepository;

/// `plan --base --head` and `validate` change nothing, anywhere: proven by what they leave, by what
/// they ask of the kernel, and by running where nothing can be written.
class WritesForbiddenTest {
    /// System calls that change something that others can see. Those that open are looked at for
    /// how they open.
    private static final String CHANGING =
            "openat,open,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
                + "rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmod,fchmodat,"
                + "chown,fchown,lchown,fchownat,utimensat,setxattr,fsetxattr,mknod,mknodat,mount,"
                + "umount2,bpf,setns,unshare,sethostname,connect";

    private static final Pattern OPENS_TO_READ =
            Pattern.compile(".*open(at2?)?\\(.*O_RDONLY(?!.*O_(CREAT|TRUNC|APPEND)).*");

    @TempDir Path directory;
    private Path repository;
    private Path work;

    @BeforeEach
    void prepare() throws IOException {
        repository = directory.resolve("world/repository");
        TestRepository git = TestRepository.withWorkTree(repository);
        git.commit("web1.yaml", TestNode.ve("web1", 101, "beancounters: {numproc: 240}"));
        git.commit("web1.yaml", TestNode.ve("web1", 101, "beancounters: {numproc: 100}"));
        work = Files.createDirectories(directory.resolve("work"));
        Files.createDirectories(directory.resolve("work/tmp"));
        Files.createDirectories(directory.resolve("work/user"));
    }

    @Test
    void nothingIsLeftBehindAndNothingNativeIsLoaded() throws Exception {
        Path classes = work.resolve("classes.txt");
        OfflineProcess vzgit =
                new OfflineProcess(
                        work,
                        List.of(),
                        List.of("-Xlog:class+load:file=" + classes + "::filesize=0"));
        List<String> before = OfflineProcess.everything(repository);
        var result = vzgit.run(plan());
        assertEquals(2, result.code(), result.err());
        assertTrue(result.out().contains("numproc  240 → 100"), result.out());
        assertEquals(before, OfflineProcess.everything(repository));
        assertEquals(List.of(), listed("tmp"));
        assertEquals(List.of(), listed("user"));
        List<String> loaded = OfflineProcess.lines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("review.Reviewer")));
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.matches(".*(jnr[./]|jffi|JnrSyscalls).*"))
                        .toList());
    }

    @Test
    void validateLoadsNothingNativeEither() throws Exception {
        Path classes = work.resolve("classes.txt");
        OfflineProcess vzgit =
                new OfflineProcess(
                        work,
                        List.of(),
                        List.of("-Xlog:class+load:file=" + classes + "::filesize=0"));
        assertEquals(0, vzgit.run("validate", repository.toString()).code());
        assertTrue(
                OfflineProcess.lines(classes).stream()
                        .noneMatch(line -> line.matches(".*(jnr[./]|jffi|JnrSyscalls).*")));
    }

    @Test
    @Tag("kernel")
    void theKernelIsAskedForNoChange() throws Exception {
        Assumptions.assumeTrue(OfflineProcess.isInstalled("strace"), "this host has no strace");
        assertNoWrites(plan());
        assertNoWrites("validate", repository.toString());
    }

    /// Not even by an attempt that fails. The virtual machine's own are told apart by their place.
    private void assertNoWrites(String... arguments) throws Exception {
        Path trace = directory.resolve("trace.txt");
        OfflineProcess vzgit =
                new OfflineProcess(
                        work,
                        List.of("strace", "-f", "-qq", "-o", trace.toString(), "-e", CHANGING),
                        List.of());
        var result = vzgit.run(arguments);
        List<String> lines = OfflineProcess.lines(trace);
        assertTrue(
                lines.size() > 10 || result.err().contains("ptrace"),
                "nothing was traced: " + lines);
        Assumptions.assumeFalse(result.err().contains("ptrace"), "this host forbids strace");
        List<String> writes =
                lines.stream()
                        .filter(line -> line.contains("("))
                        .filter(line -> !OPENS_TO_READ.matcher(line).matches())
                        .filter(line -> !isOfTheMachine(line))
                        .toList();
        assertEquals(List.of(), writes);
    }

    /// The JDK opens its own memory and terminal for writing: no file of anybody's.
    private static boolean isOfTheMachine(String line) {
        return line.contains("\"/proc/self/coredump_filter\"")
                || line.contains("\"/dev/null\"")
                || line.contains("\"/dev/tty\"")
                // The C library asks the name service daemon who the user is.
                || line.contains("/nscd/socket\"")
                || line.contains("resumed>");
    }

    @Test
    @Tag("kernel")
    void theyWorkWhereNothingCanBeWritten() throws Exception {
        var free = new OfflineProcess(work, List.of(), List.of()).run(plan());
        String everythingReadOnly =
                "mount --make-rprivate / && cut -d ' ' -f 5 /proc/self/mountinfo | sort -u | while"
                    + " read -r at; do mount -o remount,bind,ro \"$at\" 2>/dev/null; done; if (echo"
                    + " >\"$0/x\") 2>/dev/null; then exit 99; fi; exec \"$@\"";
        OfflineProcess vzgit =
                new OfflineProcess(
                        work,
                        List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                everythingReadOnly,
                                work.toString()),
                        List.of());
        var result = vzgit.run(plan());
        Assumptions.assumeFalse(
                result.err().contains("unshare"), "this host has no mount namespaces");
        assertEquals(2, result.code(), result.err());
        assertEquals(free.out(), result.out());
        assertFalse(Files.exists(work.resolve("x")));
        assertEquals(0, vzgit.run("validate", repository.toString()).code());
    }

    private String[] plan() {
        return new String[] {
            "plan", "--repo", repository.toString(), "--base", "HEAD~1", "--head", "HEAD"
        };
    }

    private List<String> listed(String place) throws IOException {
        List<String> all = OfflineProcess.everything(work.resolve(place));
        return all.subList(1, all.size());
    }
}
