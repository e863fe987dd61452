package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.authoring.LimitUse.Counted;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// Limits that follow from what was used, and the patch that writes them.
final class SuggestionsTest {
    private final List<SourceFile> files = new ArrayList<>();
    private final Map<VeId, Map<String, Counted>> counters = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "240, 240, 12, 360", // refused: half more than the limit
        "240, 300, 1, 450", // was above the limit once it was lowered
        "240, 200, 0, ", // fits
        "240, 120, 0, ", // half of it was used: not worth a change
        "240, 119, 0, 150", // a quarter above the highest use
        "1000, 40, 0, 50",
        "1000, 1, 0, 16", // not below what a VE needs to boot
        "16, 1, 0, ",
        "20, 0, 0, 16"
    })
    void limitFollowsTheHighestUse(
            long limit, long maxheld, long failcnt, @Nullable Long expected) {
        Optional<RightSize> size =
                RightSize.of(limit, OptionalLong.of(maxheld), OptionalLong.of(failcnt), 16);
        assertEquals(Optional.ofNullable(expected), size.map(RightSize::limit));
    }

    @Test
    void whatNobodyCountedIsLeftAlone() {
        assertEquals(
                Optional.empty(), RightSize.of(240, OptionalLong.empty(), OptionalLong.of(3), 16));
        assertEquals(
                150,
                RightSize.of(240, OptionalLong.of(119), OptionalLong.empty(), 16)
                        .orElseThrow()
                        .limit());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "99, 99", "100, 100", "101, 110", "360, 360", "361, 370", "12345, 13000"})
    void proposalHasTwoSignificantDigits(long value, long rounded) {
        assertEquals(rounded, RightSize.rounded(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void proposalIsAboveTheHighestUseAndNeverOverflows(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long limit = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            long used = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            long refused = random.nextInt(3);
            RightSize.of(limit, OptionalLong.of(used), OptionalLong.of(refused), 0)
                    .ifPresent(size -> {
                        assertTrue(size.limit() >= used, limit + " " + used);
                        assertTrue(refused > 0 ? size.limit() >= limit : size.limit() < limit);
                    });
        }
    }

    /// Their enforced bound is changed and nothing else: neither the barrier of RAM, nor comments,
    /// nor the other values of a line.
    @Test
    void twoValuesOfOneLineAreChangedTogether() {
        file(
                "ve/web1.yaml",
                ve("web1", 101, "beancounters: {numproc: 240, swappages: 0:512M} # both\n"));
        count(101, "numproc", 240, 3);
        count(101, "swappages", 1024, 0);
        assertEquals(
                """
                web1 (101) numproc 240 → 360: refused 3 times, maxheld 240 of 240
                web1 (101) swappages 512M → 16M: never refused, maxheld 1024 of 131072

                diff --git a/ve/web1.yaml b/ve/web1.yaml
                --- a/ve/web1.yaml
                +++ b/ve/web1.yaml
                @@ -5,4 +5,4 @@
                   veid: 101
                   node: hn1
                   template: busybox
                -  beancounters: {numproc: 240, swappages: 0:512M} # both
                +  beancounters: {numproc: 360, swappages: 0:16M} # both
                """,
                suggestions());
    }

    /// The page cache fills whatever there is, and each time it gives some back counts as a
    /// refusal.
    @Test
    void ramThatMetItsBoundIsNoReasonToRaiseIt() {
        file("ve/web1.yaml", ve("web1", 101, "memory: {ram: 512M, swap: 0}\n"));
        count(101, "physpages", 131_072, 40_000);
        assertEquals("", suggestions());
    }

    @Test
    void sharedValueIsRaisedOnceForTheOneWithTheMost() {
        file("p.yaml", profile("numproc: \"240\""));
        file("ve/web1.yaml", ve("web1", 101, "profiles: [p]\n"));
        file("ve/web2.yaml", ve("web2", 102, "profiles: [p]\n"));
        count(101, "numproc", 240, 3);
        count(102, "numproc", 400, 9);
        String patch = suggestions();
        assertTrue(
                patch.startsWith(
                        "web2 (102) numproc 240 → 600: refused 9 times, maxheld 400 of 240, the"
                                + " most of 2 VEs\n"),
                patch);
        assertTrue(patch.contains("-    numproc: \"240\"\n+    numproc: \"600\"\n"), patch);
        assertEquals(1, patch.split("@@ -", -1).length - 1);
    }

    @Test
    void sharedValueIsLoweredOnlyWhenAllOfItsVesWereCounted() {
        file("p.yaml", profile("numproc: 240"));
        file("ve/web1.yaml", ve("web1", 101, "profiles: [p]\n"));
        file("ve/web2.yaml", ve("web2", 102, "profiles: [p]\n"));
        count(101, "numproc", 20, 0);
        assertEquals("", suggestions());
        count(102, "numproc", 40, 0);
        assertTrue(suggestions().contains("+    numproc: 50\n"), suggestions());
    }

    @Test
    void valueThatIsNoPlainNumberIsLeftToThePerson() {
        file(
                "ve/web1.yaml",
                ve("web1", 101, "beancounters: {numproc: {barrier: 240, limit: 240}}\n"));
        count(101, "numproc", 240, 3);
        assertEquals(
                "web1 (101) numproc 240 → 360: refused 3 times, maxheld 240 of 240; change it by"
                        + " hand at ve/web1.yaml:8:18\n",
                suggestions());
    }

    @Test
    void distantLinesAreHunksOfTheirOwn() {
        file(
                "ve/web1.yaml",
                ve(
                        "web1",
                        101,
                        "beancounters:\n    numproc: 240\n"
                                + "    # x\n".repeat(9)
                                + "    numfile: 100\n"));
        count(101, "numproc", 240, 3);
        count(101, "numfile", 100, 1);
        String patch = suggestions();
        assertEquals(2, patch.split("@@ -", -1).length - 1, patch);
        assertTrue(patch.contains("@@ -6,7 +6,7 @@"), patch);
        assertTrue(patch.contains("@@ -16,4 +16,4 @@"), patch);
    }

    @Test
    void memoryIsProposedInWholeMebibytes() {
        file(
                "ve/web1.yaml",
                ve("web1", 101, "beancounters: {kmemsize: 200M:220M, privvmpages: 1G}\n"));
        count(101, "kmemsize", 10_000_001, 0);
        count(101, "privvmpages", 10_000, 0);
        String patch = suggestions();
        assertTrue(patch.contains("kmemsize 200M → 13M"), patch);
        assertTrue(patch.contains("{kmemsize: 13M:220M, privvmpages: 51M}"), patch);
    }

    private void file(String path, String text) {
        files.add(new SourceFile(path, text));
    }

    private void count(int veid, String name, long maxheld, long failcnt) {
        counters.computeIfAbsent(new VeId(veid), _ -> new HashMap<>())
                .put(name, new Counted(OptionalLong.of(maxheld), OptionalLong.of(failcnt)));
    }

    private String suggestions() {
        DesiredState state =
                new DesiredStateReader().read(new Revision(Revision.DIRECTORY, ""), files);
        return Suggestions.of(state, counters, files);
    }

    private static String profile(String beancounter) {
        return "apiVersion: vzgit/v1\n"
                + "kind: Profile\n"
                + "metadata: {name: p}\n"
                + "spec:\n"
                + "  beancounters:\n"
                + "    "
                + beancounter
                + "\n";
    }

    private static String ve(String name, int veid, String more) {
        return """
        apiVersion: vzgit/v1
        kind: VE
        metadata: {name: %s}
        spec:
          veid: %d
          node: hn1
          template: busybox
          %s\
        """
                .formatted(name, veid, more);
    }
}
