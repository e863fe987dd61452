package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// The files that a look leaves, for VEs in which nothing runs.
class SamplerTest {
    private static final VeId WEB = new VeId(101);
    private static final VeId DB = new VeId(102);

    @TempDir private Path directory;

    private final FakeSource source = new FakeSource(Map.of(Beancounter.NUMFILE, UbcLevel.COUNTED));
    private final List<VeId> asked = new ArrayList<>();

    private Sampler sampler() {
        ScriptedSyscalls kernel = new ScriptedSyscalls();
        return new Sampler(
                source,
                new ViewFiles(directory.resolve("views")),
                new VeView(kernel.syscalls, new KernelRoot(directory, directory)),
                veid -> {
                    asked.add(veid);
                    return Optional.empty();
                });
    }

    private boolean exists(VeId veid) {
        return Files.exists(directory.resolve("views").resolve(veid.toString()));
    }

    @Test
    void theFileOfAVeThatNeverRanGoesWithIt() throws Exception {
        source.row(WEB, Beancounter.NUMFILE, 5).row(DB, Beancounter.NUMFILE, 6);
        try (Sampler sampler = sampler()) {
            sampler.look();
            assertTrue(exists(WEB));
            source.rows.remove(WEB);
            sampler.look();
            assertFalse(exists(WEB));
            assertTrue(exists(DB));
        }
    }

    @Test
    void whoListensIsToldWhatEachLookHasRead() throws Exception {
        source.row(WEB, Beancounter.NUMFILE, 5);
        List<Long> told = new ArrayList<>();
        try (Sampler sampler =
                sampler()
                        .telling(all ->
                                all.values()
                                        .forEach(rows ->
                                                rows.values()
                                                        .forEach(row -> told.add(row.held()))))) {
            sampler.look();
            source.row(WEB, Beancounter.NUMFILE, 6);
            sampler.look();
        }
        assertEquals(List.of(5L, 6L), told);
    }

    @Test
    void aVeThatCameBackHasAFileAgain() throws Exception {
        try (Sampler sampler = sampler()) {
            source.row(WEB, Beancounter.NUMFILE, 5);
            sampler.look();
            source.rows.clear();
            sampler.look();
            source.row(WEB, Beancounter.NUMFILE, 7);
            sampler.look();
            assertTrue(exists(WEB));
        }
        assertEquals(List.of("read", "read", "read"), source.calls);
    }
}
