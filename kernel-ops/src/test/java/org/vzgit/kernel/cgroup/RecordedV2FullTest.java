package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.Control;
import org.vzgit.schema.Resource;

/// Pure v2 with all controllers, as a distribution kernel has them.
class RecordedV2FullTest extends CgroupTreeContract {
    @TempDir Path directory;
    private CgroupTree tree;

    @BeforeEach
    void copy() throws IOException {
        tree = RecordedKernel.copy("v2-full", directory).tree();
    }

    @Override
    CgroupTree tree() {
        return tree;
    }

    @Override
    List<String> masks() {
        return List.of("0", "0-1", "0,2-3,5");
    }

    @Override
    List<Integer> running() {
        return List.of(800, 801);
    }

    @Test
    void everythingIsOnV2() {
        assertEquals(EnumSet.allOf(Resource.class), bounded());
        assertTrue(tree.controls().values().stream().allMatch(Control.CGROUP_V2::equals));
    }
}
