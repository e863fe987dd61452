package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;

/// Ways by which root of a VE might have more disk than its bounds say. Programs that the VE's
/// busybox lacks are the host's, copied into it.
abstract class QuotaEscapeContract {
    private static final VeText VE = VeText.of(4851).with("disk", "{space: 12M, inodes: 400}");
    private static final List<String> TOOLS =
            List.of(
                    "/usr/bin/chattr",
                    "/usr/bin/fallocate",
                    "/usr/bin/truncate",
                    "/usr/sbin/xfs_io");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");
    private static final long BOUND = 12 << 20;

    RealNode node;

    abstract Path mountPoint();

    @BeforeEach
    void open() throws Exception {
        if (!Files.isDirectory(mountPoint())) {
            Assumptions.abort("this kernel has no file system at " + mountPoint());
        }
        node = new RealNode(mountPoint());
        for (String tool : TOOLS) {
            Assumptions.assumeTrue(Files.exists(Path.of(tool)), "no " + tool);
        }
        node.converge(VE);
        List<String> files = new ArrayList<>(TOOLS);
        for (String tool : TOOLS) {
            LIBRARY.matcher(KernelThread.Commands.output(List.of("ldd", tool)))
                    .results()
                    .forEach(found -> files.add(found.group(1)));
        }
        List<String> copy =
                new ArrayList<>(List.of("cp", "-L", "--remove-destination", "--parents"));
        copy.addAll(files.stream().distinct().toList());
        copy.add(node.inside(VE, "/").toString());
        KernelThread.Commands.output(copy);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private ObservedDisk disk() throws Exception {
        return node.ve(VE)
                .privateArea()
                .toOptional()
                .orElseThrow()
                .disk()
                .toOptional()
                .orElseThrow();
    }

    private long held() throws Exception {
        node.sh(VE, "sync");
        return disk().space().held() instanceof Bytes(long bytes) ? bytes : -1;
    }

    private static String last(String output) {
        return output.lines().reduce("", (_, line) -> line);
    }

    @Test
    void aVeCannotChangeProjectIds() throws Exception {
        node.sh(VE, "mkdir /d; touch /d/f");
        for (String attempt : List.of("-p 0 /d/f", "-p 4711 /d", "-P /d", "-p 0 /")) {
            assertFalse(last(node.sh(VE, "chattr " + attempt)).equals("0"), "chattr " + attempt);
        }
        assertTrue(disk().drift().isEmpty());
    }

    @Test
    void whatIsMovedAndLinkedAboutStaysCounted() throws Exception {
        node.sh(VE, "mkdir -p /a/b; dd if=/dev/zero of=/a/b/f bs=64k count=64");
        long before = held();
        node.sh(VE, "mv /a/b /c; ln /c/f /linked; mv /c/f /tmp/f");
        assertTrue(held() >= before - 16_384);
        assertTrue(node.sh(VE, "dd if=/dev/zero of=/g bs=64k count=400").contains("dd:"));
        assertTrue(held() <= BOUND);
    }

    @Test
    void preallocationIsBounded() throws Exception {
        assertFalse(last(node.sh(VE, "fallocate -l 100M /f")).equals("0"));
        assertTrue(held() <= BOUND);
        node.sh(VE, "rm -f /f");
        assertFalse(last(node.sh(VE, "fallocate -n -l 100M /f")).equals("0"), "beyond the end");
        assertTrue(held() <= BOUND);
    }

    @Test
    void aSparseFileCountsWhatItHolds() throws Exception {
        long before = held();
        assertEquals("0", last(node.sh(VE, "truncate -s 10G /sparse")));
        assertTrue(held() - before < 1 << 20);
        String said =
                node.sh(VE, "dd if=/dev/zero of=/sparse bs=64k count=400 seek=1000 conv=notrunc");
        assertFalse(last(said).equals("0"), said);
        assertTrue(held() <= BOUND);
    }

    @Test
    void deletedButOpenFilesAreCounted() throws Exception {
        String said =
                node.sh(VE, "exec 5>/tmp/gone; rm /tmp/gone; dd if=/dev/zero bs=64k count=400 >&5");
        assertFalse(last(said).equals("0"), said);
        assertTrue(held() < BOUND / 2, "freed with the last descriptor");
    }

    @Test
    void aFileThatNeverHadANameIsCounted() throws Exception {
        String said = node.sh(VE, "/usr/sbin/xfs_io -T -c 'pwrite -q 0 40m' -c fsync /tmp");
        assertTrue(said.contains("pwrite: "), said);
        assertTrue(held() < BOUND / 2, "freed with the last descriptor");
    }

    /// ext4 shares no blocks; where they are shared, each file pays for them.
    @Test
    void sharedBlocksAreCountedForEachFile() throws Exception {
        node.sh(VE, "dd if=/dev/zero of=/f bs=64k count=16; sync");
        long before = held();
        String copies = "for i in %s; do /usr/sbin/xfs_io -f -c 'reflink /f' /c$i; done; sync";
        String said = node.sh(VE, copies.formatted("1 2 3"));
        boolean shares = !said.contains("not supported");
        assertEquals(shares, held() > before + (2 << 20), said);
        said = node.sh(VE, copies.formatted("4 5 6 7 8 9 10 11 12"));
        assertEquals(shares, said.contains("No space left"), said);
        assertTrue(held() <= BOUND);
    }

    @Test
    void directoriesAndLinksCostInodes() throws Exception {
        String said =
                node.sh(
                        VE,
                        "i=0; while [ $i -lt 500 ]; do mkdir /d$i || break; ln -s x /l$i || break;"
                                + " i=$((i+1)); done; echo $i");
        assertTrue(Integer.parseInt(said.lines().toList().reversed().get(1)) < 400, said);
        assertTrue(
                disk().inodes().toOptional().orElseThrow().held() instanceof Count(long count)
                        && count <= 400);
    }

    @Test
    void aFileOfTheTemplateThatIsChangedIsCountedWhole() throws Exception {
        long before = held();
        node.sh(VE, "chmod 700 /bin/busybox");
        assertTrue(held() > before + 100_000, "the copy in the upper layer is the VE's");
    }

    @Test
    void theBoundsAreOutOfReach() throws Exception {
        assertFalse(node.sh(VE, "ls -a /; ls -a /..").contains("owner"));
        assertFalse(Files.exists(node.inside(VE, "disk")));
    }
}
