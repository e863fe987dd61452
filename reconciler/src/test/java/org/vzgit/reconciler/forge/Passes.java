package org.vzgit.reconciler.forge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// Passes with every kind of end.
final class Passes {
    static final String COMMIT = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";
    static final String NEXT = "1b2c3d4e5f60718293a4b5c6d7e8f90123456789";
    static final NodeName NODE = new NodeName("hn1");

    private Passes() {}

    /// Nothing differs.
    static PassResult quiet(String commit) {
        return result(commit, plan(commit), Optional.empty());
    }

    /// Some steps were done, and nothing is left.
    static PassResult done(String commit) {
        return result(commit, plan(commit), Optional.of(applied(commit, new Outcome.Done(5))));
    }

    /// Something failed in these VEs.
    static PassResult failed(String commit, int... veids) {
        Outcome[] outcomes =
                Arrays.stream(veids)
                        .mapToObj(_ -> new Outcome.Failed(FailureKind.BROKEN, "EIO, secret", 5))
                        .toArray(Outcome[]::new);
        return result(commit, plan(commit, veids), Optional.of(applied(commit, veids, outcomes)));
    }

    /// These VEs differ and are left alone, since they failed before.
    static PassResult backingOff(String commit, int... veids) {
        TreeSet<VeId> waiting = new TreeSet<>();
        Arrays.stream(veids).forEach(veid -> waiting.add(new VeId(veid)));
        PassResult base = result(commit, plan(commit, veids), Optional.empty());
        return new PassResult(
                base.desired(), base.live(), base.remaining(), base.applied(), waiting);
    }

    /// Something is left to do.
    static PassResult unfinished(String commit, int... veids) {
        return result(commit, plan(commit, veids), Optional.empty());
    }

    static PassResult blocked(String commit, Blocked.Reason... reasons) {
        List<Blocked> blocked =
                Arrays.stream(reasons)
                        .map(reason ->
                                new Blocked(
                                        new VeId(101),
                                        word(reason),
                                        reason,
                                        "because of " + reason,
                                        Optional.empty()))
                        .toList();
        return result(
                commit,
                new Plan(NODE, new Revision(commit, "ann"), List.of(), List.of(), blocked),
                Optional.empty());
    }

    /// What the VE is called that is blocked for a reason.
    static String word(Blocked.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    static Plan plan(String commit, int... veids) {
        List<Step> steps =
                Arrays.stream(veids).mapToObj(veid -> step(veid, new VeId(veid))).toList();
        return new Plan(NODE, new Revision(commit, "ann"), List.of(), steps, List.of());
    }

    private static Applied applied(String commit, Outcome outcome) {
        return applied(commit, new int[] {101}, new Outcome[] {outcome});
    }

    private static Applied applied(String commit, int[] veids, Outcome[] outcomes) {
        SortedMap<Integer, Outcome> each = new TreeMap<>();
        for (int i = 0; i < veids.length; i++) {
            each.put(veids[i], outcomes[i]);
        }
        return new Applied(
                plan(commit, veids), each, node(), plan(commit), Optional.empty(), List.of());
    }

    private static Step step(int id, VeId veid) {
        return new Step(
                id,
                new StopVe(veid, new Seconds(120)),
                new TreeSet<>(),
                new Cause("state", "running", "stopped", Optional.empty()),
                Disruption.RESTART);
    }

    private static PassResult result(String commit, Plan remaining, Optional<Applied> applied) {
        DesiredState state =
                new DesiredState(
                        new Revision(commit, "ann"),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        true,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        List.of());
        return new PassResult(
                new Desired(state, "repository"), node(), remaining, applied, new TreeSet<>());
    }

    private static ObservedNode node() {
        return new ObservedNode(
                new Features("test", Map.of(), 1),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>());
    }
}
