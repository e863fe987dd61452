package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// Recognises that somebody else wants another value: what was set is found changed, again and
/// again. Two writers that both insist cost the node its time and the VE its peace, so after a few
/// rounds we step back, say who it is, and try only now and then. What a start of a VE sets was not
/// changed by anybody, it ended with the VE: whoever does not stay up is the matter of [Falls].
///
/// Safe for several threads.
final class Fights {
    /// Set so often within [#WITHIN]. A person who tries something out does so two or three times;
    /// a program that insists reaches five at once.
    static final int ROUNDS = 5;

    static final Duration WITHIN = Duration.ofMinutes(10);

    /// Between two tries while it goes on.
    static final Duration TRUCE = Duration.ofMinutes(5);

    private final Map<Claim, Rounds> rounds = new HashMap<>();
    private final Map<VeId, Heard> writers = new HashMap<>();

    /// A value that we insist on.
    private record Claim(VeId veid, String field, String to) {}

    /// @param times when we set it, the last [#ROUNDS]
    /// @param from what was found instead, the last time
    private record Rounds(List<Instant> times, String from, boolean fight) {
        Rounds {
            times = List.copyOf(times);
        }

        Rounds with(Instant now, String found) {
            List<Instant> all = new ArrayList<>(times);
            all.removeIf(time -> !time.plus(WITHIN).isAfter(now));
            all.add(now);
            List<Instant> last = all.subList(Math.max(0, all.size() - ROUNDS), all.size());
            boolean insists = last.size() == ROUNDS || (fight && last.size() > 1);
            return new Rounds(last, found, insists);
        }

        boolean isOver(Instant now) {
            return !times.getLast().plus(WITHIN).isAfter(now);
        }

        boolean holds(Instant now) {
            return fight && now.isBefore(times.getLast().plus(TRUCE));
        }
    }

    private record Heard(NodeHint.Written hint, Instant time) {}

    /// Remembers who wrote last, to be able to name them.
    synchronized void heard(List<NodeHint> hints, Instant now) {
        for (NodeHint hint : hints) {
            if (hint instanceof NodeHint.Written written) {
                writers.put(written.veid(), new Heard(written, now));
            }
        }
        writers.values().removeIf(heard -> !heard.time().plus(WITHIN).isAfter(now));
    }

    /// Takes note of what was set.
    synchronized void note(Applied applied, Instant now) {
        Set<Claim> counted = new HashSet<>();
        Set<VeId> started = PlanFilter.started(applied.plan());
        for (Step step : applied.plan().steps()) {
            Optional<VeId> veid = PlanFilter.veOf(step);
            if (veid.isPresent()
                    && !started.contains(veid.get())
                    && applied.outcomes().get(step.id()) instanceof Outcome.Done) {
                Claim claim = new Claim(veid.get(), step.cause().field(), step.cause().to());
                if (counted.add(claim)) {
                    Rounds before = rounds.getOrDefault(claim, new Rounds(List.of(), "", false));
                    rounds.put(claim, before.with(now, step.cause().from()));
                }
            }
        }
        rounds.values().removeIf(one -> one.isOver(now));
    }

    /// Another desired state: what was fought over may not be wanted any more.
    synchronized void forget() {
        rounds.clear();
    }

    /// The fields that are left alone now, with what people are told.
    synchronized SortedMap<VeId, SortedMap<String, String>> held(Instant now) {
        SortedMap<VeId, SortedMap<String, String>> held = new TreeMap<>();
        rounds.forEach((claim, one) -> {
            if (one.holds(now)) {
                held.computeIfAbsent(claim.veid(), _ -> new TreeMap<>())
                        .put(claim.field(), text(claim, one));
            }
        });
        return held;
    }

    private String text(Claim claim, Rounds one) {
        Heard heard = writers.get(claim.veid());
        String who =
                heard == null
                        ? "; who changes it is not known"
                        : "; "
                                + heard.hint().writer()
                                + " wrote "
                                + heard.hint().file()
                                + " of its cgroup";
        Instant next = one.times().getLast().plus(TRUCE).truncatedTo(ChronoUnit.SECONDS);
        return claim.field()
                + " was made "
                + quoted(claim.to())
                + " "
                + one.times().size()
                + " times and found "
                + quoted(one.from())
                + " again"
                + who
                + ". Tried again at "
                + next
                + "; end the other writer, or commit what it wants";
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "nothing" : value;
    }
}
