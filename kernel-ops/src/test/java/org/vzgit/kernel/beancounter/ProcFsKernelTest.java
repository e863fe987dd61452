package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// What docs/beancounters.md tells a VE's root to do for a name in /proc, by the root of a user
/// namespace with a /proc of its own.
@Tag("kernel")
class ProcFsKernelTest {
    /// As the document has it.
    private static final String RECIPE =
            """
            mount -t tmpfs -o mode=755,size=4k tmpfs /proc/fs &&
            touch /proc/fs/user_beancounters &&
            mount --bind "$VIEW" /proc/fs/user_beancounters &&
            """;

    private static final VeId VE = new VeId(101);

    @TempDir private Path directory;

    private ViewFiles views;

    private record Finished(int code, String output) {}

    @BeforeEach
    void write() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        views = new ViewFiles(directory.resolve("ve"));
        write(5);
        Assumptions.assumeTrue(inside("true").code() == 0, "this kernel has no user namespaces");
    }

    private void write(long held) throws IOException {
        views.write(VE, Map.of(Beancounter.NUMPROC, new UbcRow(held, 6, 7, 8, 9)));
    }

    private Finished inside(String script) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                "sh",
                                "-c",
                                script)
                        .redirectErrorStream(true);
        builder.environment().put("VIEW", views.file(VE).toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output);
    }

    @Test
    void theNameInProcFsShowsTheVesBlockAsItIsNow() throws Exception {
        assertEquals(
                new Finished(0, Files.readString(views.file(VE))),
                inside(RECIPE + "cat /proc/fs/user_beancounters"));
        write(6);
        String now = inside(RECIPE + "cat /proc/fs/user_beancounters").output();
        assertTrue(now.contains(" numproc                         6 "), now);
    }

    @Test
    void theExactNameIsImpossible() throws Exception {
        Finished refused = inside("touch /proc/user_beancounters");
        assertTrue(refused.code() != 0 && refused.output().contains("No such file"));
    }

    /// Why it is not done for everybody: the kernel shows a full /proc to nobody who does not see
    /// one already (`mount_too_revealing`).
    @Test
    void whoHasItCannotMountAnotherProcBelow() throws Exception {
        String nested = "unshare --user --map-root-user --mount --pid --fork --mount-proc true";
        assertEquals(0, inside(nested).code());
        assertTrue(inside(RECIPE + nested).code() != 0);
    }
}
