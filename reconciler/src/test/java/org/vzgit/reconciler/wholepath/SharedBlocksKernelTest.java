package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A clone shares its blocks with its source where the file system can, as the file system itself
/// tells (`FIEMAP_EXTENT_SHARED`, through filefrag(8)).
@Tag("kernel")
class SharedBlocksKernelTest {
    private static final VeText SOURCE =
            VeText.of(4821).with("deletion", "destroy").with("state", "stopped");
    private static final VeText CLONE =
            VeText.of(4822)
                    .with("deletion", "destroy")
                    .with("state", "stopped")
                    .with("cloneOf", "ve4821");
    private static final int BYTES = 8 << 20;

    private Optional<LoopDisk> loop = Optional.empty();
    private Optional<RealNode> node = Optional.empty();

    @AfterEach
    void leaveNothing() throws Exception {
        if (node.isPresent()) {
            node.get().close();
        }
        if (loop.isPresent()) {
            loop.get().close();
        }
    }

    private RealNode on(String mkfs) throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/sbin/filefrag")), "no filefrag");
        LoopDisk disk = LoopDisk.make("512M", mkfs.split(" "));
        loop = Optional.of(disk);
        RealNode made = new RealNode(disk.mountPoint());
        node = Optional.of(made);
        return made;
    }

    private static Path big(RealNode node, VeText ve) {
        return node.home.privateArea(ve.veid()).resolve("upper/big");
    }

    private static String extents(Path file) throws Exception {
        return KernelThread.Commands.output(List.of("filefrag", "-v", file.toString()));
    }

    private byte[] cloned(RealNode node) throws Exception {
        node.converge(SOURCE);
        byte[] bytes = new byte[BYTES];
        new Random(7).nextBytes(bytes);
        Files.write(big(node, SOURCE), bytes);
        node.converge(SOURCE, CLONE);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfs.btrfs -q", "mkfs.xfs -q -f -m reflink=1"})
    void blocksAreSharedUntilOneOfTheTwoWrites(String mkfs) throws Exception {
        RealNode node = on(mkfs);
        byte[] bytes = cloned(node);
        Path clone = big(node, CLONE);
        assertTrue(extents(clone).contains("shared"), extents(clone));
        bytes[0]++;
        Files.write(clone, bytes);
        assertArrayEquals(bytes, Files.readAllBytes(clone));
        bytes[0]--;
        assertArrayEquals(bytes, Files.readAllBytes(big(node, SOURCE)), "the source's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfs.ext4 -q -F", "mkfs.xfs -q -f -m reflink=0"})
    void whereBlocksCannotBeSharedTheyAreCopied(String mkfs) throws Exception {
        RealNode node = on(mkfs);
        byte[] bytes = cloned(node);
        assertFalse(extents(big(node, CLONE)).contains("shared"));
        assertArrayEquals(bytes, Files.readAllBytes(big(node, CLONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfs.btrfs -q", "mkfs.xfs -q -f -m reflink=1"})
    void aFurtherCloneTakesNextToNoDisk(String mkfs) throws Exception {
        RealNode node = on(mkfs);
        cloned(node);
        List<VeText> all = new ArrayList<>(List.of(SOURCE, CLONE));
        Path disk = node.directory();
        KernelThread.Commands.output(List.of("sync", "-f", disk.toString()));
        long before = Files.getFileStore(disk).getUnallocatedSpace();
        for (int veid = 4823; veid < 4827; veid++) {
            all.add(new VeText(new org.vzgit.schema.VeId(veid), CLONE.fields()));
        }
        node.converge(all.toArray(VeText[]::new));
        KernelThread.Commands.output(List.of("sync", "-f", disk.toString()));
        long taken = before - Files.getFileStore(disk).getUnallocatedSpace();
        assertTrue(taken < BYTES, taken + " bytes for four clones of " + BYTES);
    }
}
