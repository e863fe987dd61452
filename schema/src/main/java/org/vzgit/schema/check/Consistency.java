package org.vzgit.schema.check;

import static org.vzgit.schema.Beancounter.DCACHESIZE;
import static org.vzgit.schema.Beancounter.DGRAMRCVBUF;
import static org.vzgit.schema.Beancounter.KMEMSIZE;
import static org.vzgit.schema.Beancounter.NUMFILE;
import static org.vzgit.schema.Beancounter.NUMIPTENT;
import static org.vzgit.schema.Beancounter.NUMOTHERSOCK;
import static org.vzgit.schema.Beancounter.NUMPROC;
import static org.vzgit.schema.Beancounter.NUMPTY;
import static org.vzgit.schema.Beancounter.NUMSIGINFO;
import static org.vzgit.schema.Beancounter.NUMTCPSOCK;
import static org.vzgit.schema.Beancounter.OOMGUARPAGES;
import static org.vzgit.schema.Beancounter.OTHERSOCKBUF;
import static org.vzgit.schema.Beancounter.PHYSPAGES;
import static org.vzgit.schema.Beancounter.PRIVVMPAGES;
import static org.vzgit.schema.Beancounter.SHMPAGES;
import static org.vzgit.schema.Beancounter.SWAPPAGES;
import static org.vzgit.schema.Beancounter.TCPRCVBUF;
import static org.vzgit.schema.Beancounter.TCPSNDBUF;
import static org.vzgit.schema.Beancounter.VMGUARPAGES;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Pages;

/// The rules of OpenVZ's vzcfgvalidate (vzctl 4.11 `src/validate.c`; wiki "UBC consistency check")
/// for the bounds of one VE. As there, a value that is exactly at a bound passes.
///
/// A rule speaks only where both sides are numbers. That a barrier is above its limit is not here:
/// such a value is refused where it is read. Which rule is an error and which a warning, and why
/// not always as in vzcfgvalidate, says docs/decisions/0025-consistency-severities.md.
public final class Consistency {
    /// What OpenVZ wants of every VE that is not in vswap mode.
    private static final Set<Beancounter> REQUIRED =
            EnumSet.of(
                    NUMPROC,
                    NUMTCPSOCK,
                    NUMOTHERSOCK,
                    OOMGUARPAGES,
                    VMGUARPAGES,
                    KMEMSIZE,
                    TCPSNDBUF,
                    TCPRCVBUF,
                    OTHERSOCKBUF,
                    DGRAMRCVBUF,
                    PRIVVMPAGES,
                    NUMFILE,
                    DCACHESIZE,
                    PHYSPAGES,
                    NUMPTY);

    /// A VE that has any of these has its memory bounded by beancounters; others stand well alone.
    private static final Set<Beancounter> MEMORY =
            EnumSet.of(KMEMSIZE, PRIVVMPAGES, VMGUARPAGES, OOMGUARPAGES);

    private static final List<Beancounter> EQUAL_BOUNDS =
            List.of(
                    NUMPROC,
                    NUMTCPSOCK,
                    NUMOTHERSOCK,
                    SHMPAGES,
                    NUMFILE,
                    NUMPTY,
                    NUMSIGINFO,
                    NUMIPTENT);

    private final Bounds bounds;
    private final List<Concern> concerns = new ArrayList<>();

    private Consistency(Bounds bounds) {
        this.bounds = bounds;
    }

    /// What does not fit together, in the order of vzcfgvalidate's own output.
    public static List<Concern> of(Bounds bounds) {
        Consistency check = new Consistency(bounds);
        check.missing();
        EQUAL_BOUNDS.forEach(check::equalBounds);
        List.of(VMGUARPAGES, OOMGUARPAGES).forEach(check::unlimitedGuarantee);
        List.of(PHYSPAGES, SWAPPAGES).forEach(check::barrierOfZero);
        check.concerns.addAll(Relations.of(bounds));
        check.vswap();
        return List.copyOf(check.concerns);
    }

    private void missing() {
        boolean begun = MEMORY.stream().anyMatch(bounds::has);
        if (!bounds.whole() || bounds.vswap() || !begun) {
            return;
        }
        List<Beancounter> missing = REQUIRED.stream().filter(b -> !bounds.has(b)).toList();
        if (!missing.isEmpty()) {
            List<Beancounter> about = MEMORY.stream().filter(bounds::has).limit(1).toList();
            String names = missing.stream().map(Beancounter::key).collect(Collectors.joining(", "));
            add(DiagnosticCode.UBC_INCOMPLETE, about, names + " missing: no bound", "");
        }
    }

    private void equalBounds(Beancounter beancounter) {
        Limit barrier = bounds.barrier(beancounter);
        Limit limit = bounds.limit(beancounter);
        if (!barrier.equals(limit)) {
            add(
                    DiagnosticCode.BOUNDS_DIFFER,
                    List.of(beancounter),
                    "%s has barrier %s but limit %s"
                            .formatted(beancounter.key(), barrier.text(), limit.text()),
                    "write " + limit.text());
        }
    }

    private void unlimitedGuarantee(Beancounter beancounter) {
        if (bounds.limit(beancounter) instanceof Limit.Value limit) {
            add(
                    DiagnosticCode.GUARANTEE_LIMITED,
                    List.of(beancounter),
                    beancounter.key() + " has the limit " + limit.text(),
                    "write " + bounds.barrier(beancounter).text() + ":unlimited");
        }
    }

    /// One number for both is what people write who do not think of the barrier.
    private void barrierOfZero(Beancounter beancounter) {
        Limit barrier = bounds.barrier(beancounter);
        boolean meant =
                barrier.equals(bounds.limit(beancounter))
                        || bounds.barrierSize(beancounter).equals(OptionalLong.of(0));
        if (!meant) {
            add(
                    DiagnosticCode.BARRIER_UNUSED,
                    List.of(beancounter),
                    "%s has the barrier %s, which nothing tests"
                            .formatted(beancounter.key(), barrier.text()),
                    "write 0:" + bounds.limit(beancounter).text());
        }
    }

    private void vswap() {
        if (!bounds.vswap()) {
            return;
        }
        if (bounds.whole() && !bounds.has(SWAPPAGES)) {
            add(
                    DiagnosticCode.SWAP_MISSING,
                    List.of(PHYSPAGES),
                    "RAM has a limit, but swap has none",
                    "write swap too, 0 for none");
        }
        withinNode(PHYSPAGES, Kind.MEMORY);
        withinNode(SWAPPAGES, Kind.SWAP);
    }

    private void withinNode(Beancounter beancounter, Kind kind) {
        OptionalLong wanted = bounds.limitSize(beancounter);
        OptionalLong has = bounds.nodeHas(kind);
        if (wanted.isPresent() && has.isPresent() && wanted.getAsLong() > has.getAsLong()) {
            add(
                    DiagnosticCode.MORE_THAN_THE_NODE,
                    List.of(beancounter),
                    "%s is %s, but the node has %s"
                            .formatted(
                                    beancounter.key(),
                                    bounds.limit(beancounter).text(),
                                    Pages.ofBytes(has.getAsLong()).text()),
                    "");
        }
    }

    private void add(DiagnosticCode code, List<Beancounter> about, String message, String hint) {
        concerns.add(new Concern(code, about, message, hint));
    }
}
