package org.vzgit.reconciler.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.FreezeWindow;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// What may not be done now although it is wanted. A plan that went through names everything that
/// waits among its blocked items, so that nobody has to guess why nothing happens.
///
/// @param suspended VEs that a person wants left alone, each with who, why and until when
/// @param fights fields that somebody else keeps changing back, each with what is known of it
/// @param now of the plan; the only time in the decision
public record Gate(
        SortedMap<VeId, String> suspended,
        SortedMap<VeId, SortedMap<String, String>> fights,
        Instant now) {

    public Gate {
        suspended = Collections.unmodifiableSortedMap(new TreeMap<>(suspended));
        fights = Collections.unmodifiableSortedMap(new TreeMap<>(fights));
    }

    /// Nothing waits but for the node's own windows.
    public static Gate open(Instant now) {
        return new Gate(new TreeMap<>(), new TreeMap<>(), now);
    }

    /// The part of a plan that may be done now.
    public Plan apply(Plan plan, DesiredState desired) {
        return windows(fights(suspensions(plan, desired), desired), desired);
    }

    private Plan suspensions(Plan plan, DesiredState desired) {
        List<Blocked> waiting = new ArrayList<>();
        for (Change change : plan.changes()) {
            String why = suspended.get(change.veid());
            if (why != null) {
                waiting.add(blocked(change.veid(), Blocked.Reason.SUSPENDED, why, desired));
            }
        }
        return with(waiting, PlanFilter.without(plan, suspended.keySet()));
    }

    /// A start waits for all its fields, so a VE that is started gets the disputed ones too: a
    /// writer on the host must not keep it down.
    private Plan fights(Plan plan, DesiredState desired) {
        Set<VeId> started = PlanFilter.started(plan);
        List<Blocked> waiting = new ArrayList<>();
        for (Step step : plan.steps()) {
            fight(step, started)
                    .map(why -> fought(step, why, desired))
                    .filter(item -> !waiting.contains(item))
                    .ifPresent(waiting::add);
        }
        return with(waiting, PlanFilter.without(plan, step -> fight(step, started).isPresent()));
    }

    private Optional<String> fight(Step step, Set<VeId> started) {
        return PlanFilter.veOf(step)
                .filter(veid -> !started.contains(veid))
                .map(veid -> fights.getOrDefault(veid, Collections.emptySortedMap()))
                .map(fields -> fields.get(step.cause().field()));
    }

    private static Blocked fought(Step step, String why, DesiredState desired) {
        VeId veid = PlanFilter.veOf(step).orElseThrow();
        return blocked(veid, Blocked.Reason.FIGHT, why, desired, step.cause().origin());
    }

    private Plan windows(Plan plan, DesiredState desired) {
        NodeSpec node = desired.nodes().get(plan.node());
        if (node == null || node.safety().freeze().isEmpty()) {
            return plan;
        }
        List<FreezeWindow> windows = node.safety().freeze();
        SortedMap<VeId, Blocked> waiting = new TreeMap<>();
        for (Step step : plan.steps()) {
            Optional<VeId> veid = PlanFilter.veOf(step);
            veid.flatMap(_ -> frozen(windows, step.disruption()))
                    .ifPresent(why ->
                            waiting.putIfAbsent(
                                    veid.get(),
                                    blocked(
                                            veid.get(),
                                            Blocked.Reason.FREEZE_WINDOW,
                                            why,
                                            desired,
                                            step.cause().origin())));
        }
        return with(
                List.copyOf(waiting.values()),
                PlanFilter.without(plan, step -> frozen(windows, step.disruption()).isPresent()));
    }

    private Optional<String> frozen(List<FreezeWindow> windows, Disruption disruption) {
        for (FreezeWindow window : windows) {
            Optional<Instant> end = window.holds(disruption, now);
            if (end.isPresent()) {
                String reason = window.reason().isEmpty() ? "" : " (" + window.reason() + ")";
                return Optional.of(
                        "a "
                                + disruption.name().toLowerCase(java.util.Locale.ROOT)
                                + " change waits for the end of a freeze at "
                                + end.get().truncatedTo(ChronoUnit.SECONDS)
                                + reason);
            }
        }
        return Optional.empty();
    }

    private static Plan with(List<Blocked> more, Plan plan) {
        if (more.isEmpty()) {
            return plan;
        }
        List<Blocked> all = new ArrayList<>(more);
        all.addAll(plan.blocked());
        return new Plan(
                plan.node(), plan.revision(), plan.changes(), plan.steps(), all, plan.warnings());
    }

    private static Blocked blocked(
            VeId veid, Blocked.Reason reason, String why, DesiredState desired) {
        VeSpec spec = desired.ves().get(veid);
        return blocked(veid, reason, why, desired, Optional.ofNullable(spec).map(VeSpec::origin));
    }

    private static Blocked blocked(
            VeId veid,
            Blocked.Reason reason,
            String why,
            DesiredState desired,
            Optional<Origin> origin) {
        VeSpec spec = desired.ves().get(veid);
        String name = spec == null ? veid.toString() : spec.name().value();
        return new Blocked(veid, name, reason, why, origin);
    }
}
