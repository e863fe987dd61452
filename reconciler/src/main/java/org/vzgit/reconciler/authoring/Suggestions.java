package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.reconciler.authoring.LimitUse.Counted;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.document.SourceFile;

/// Limits that fit what was used, as a patch for people to review.
///
/// A value that several VEs share through a profile is changed once and for all of them: to what
/// the one with the most needs, and downwards only when all of them were counted.
public final class Suggestions {
    /// Processes below which a VE hardly boots.
    private static final long PROCESSES_LEAST = 16;

    /// 16 MiB: below it busybox starts, and little else.
    private static final long PAGES_LEAST = 4_096;

    private static final long BYTES_LEAST = 65_536;

    private static final long MEBIBYTE = 1 << 20;

    private final Map<VeId, ? extends Map<String, Counted>> counters;
    private final SortedMap<Origin, List<LimitUse>> uses = new TreeMap<>();
    private final List<String> reasons = new ArrayList<>();

    private Suggestions(Map<VeId, ? extends Map<String, Counted>> counters) {
        this.counters = counters;
    }

    /// The patch with its reasons before it, as `git apply` takes it; empty when everything fits.
    ///
    /// @param counters of each VE, by OpenVZ name, in the beancounter's own unit
    public static String of(
            DesiredState desired,
            Map<VeId, ? extends Map<String, Counted>> counters,
            List<SourceFile> files) {
        Suggestions run = new Suggestions(counters);
        desired.ves().values().forEach(run::add);
        Patch patch = new Patch(files);
        run.uses.forEach((origin, shared) -> run.propose(origin, shared, patch));
        String text = patch.text();
        return run.reasons.isEmpty()
                ? ""
                : String.join("\n", run.reasons) + "\n" + (text.isEmpty() ? "" : "\n" + text);
    }

    private void add(VeSpec ve) {
        ve.beancounters()
                .forEach((beancounter, bounds) -> {
                    VeField field = VeField.at("beancounters." + beancounter.key()).orElseThrow();
                    Optional<Origin> origin = ve.originOf(field);
                    OptionalLong limit = LimitUse.enforced(beancounter, bounds);
                    if (origin.isPresent() && limit.isPresent()) {
                        Counted counted = counted(ve.veid(), beancounter);
                        uses.computeIfAbsent(origin.get(), _ -> new ArrayList<>())
                                .add(new LimitUse(ve, beancounter, limit.getAsLong(), counted));
                    }
                });
    }

    private Counted counted(VeId veid, Beancounter beancounter) {
        Map<String, Counted> known = counters.get(veid);
        return known == null
                ? Counted.NOTHING
                : known.getOrDefault(beancounter.key(), Counted.NOTHING);
    }

    private void propose(Origin origin, List<LimitUse> shared, Patch patch) {
        Beancounter beancounter = shared.getFirst().beancounter();
        long limit = shared.getFirst().limit();
        List<Proposal> proposals = new ArrayList<>();
        for (LimitUse use : shared) {
            RightSize.of(limit, use.counted().maxheld(), refusals(use), least(beancounter))
                    .ifPresent(size -> proposals.add(new Proposal(use, size)));
        }
        Optional<Proposal> most =
                proposals.stream().max(java.util.Comparator.comparingLong(p -> p.size().limit()));
        if (most.isEmpty()) {
            return;
        }
        boolean lower = most.get().size().limit() < limit;
        if (lower && proposals.size() < shared.size()) {
            return;
        }
        String value = text(beancounter, most.get().size().limit());
        boolean second = beancounter.meaning() == Beancounter.Meaning.LIMIT;
        boolean written = patch.replace(origin, value, second);
        reasons.add(
                most.get().use().text()
                        + " → "
                        + value
                        + ": "
                        + most.get().size().reason()
                        + (shared.size() > 1 ? ", the most of " + shared.size() + " VEs" : "")
                        + (written ? "" : "; change it by hand at " + origin));
    }

    /// That RAM met its bound says little: the page cache fills whatever there is, and the kernel
    /// counts each time that it takes some back (cgroup-v2.rst, memory.events `max`).
    private static OptionalLong refusals(LimitUse use) {
        return use.beancounter() == Beancounter.PHYSPAGES
                ? OptionalLong.empty()
                : use.counted().failcnt();
    }

    private record Proposal(LimitUse use, RightSize size) {}

    private static long least(Beancounter beancounter) {
        return switch (beancounter.unit()) {
            case ITEMS -> PROCESSES_LEAST;
            case PAGES -> PAGES_LEAST;
            case BYTES -> BYTES_LEAST;
        };
    }

    /// Memory in whole MiB, as people write it.
    private static String text(Beancounter beancounter, long limit) {
        return switch (beancounter.unit()) {
            case ITEMS -> Long.toString(limit);
            case PAGES -> wholeMebibytes(new Pages(Math.min(limit, Pages.MAX)).toBytes());
            case BYTES -> limit < MEBIBYTE ? new Bytes(limit).text() : wholeMebibytes(limit);
        };
    }

    private static String wholeMebibytes(long bytes) {
        return new Bytes(Math.ceilDiv(bytes, MEBIBYTE) * MEBIBYTE).text();
    }
}
