package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.simulated.Mishaps;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// All combinations of what two VEs were, what happened to them, and what they are wanted to be.
class SmallDomainTest {
    private static final int VE_1 = 101;
    private static final int VE_2 = 102;

    enum Wish {
        NONE,
        STOPPED,
        SMALL,
        LARGE,
        DISPOSABLE;

        Optional<VeSpec> spec(int veid) {
            VeSpec.Builder ve = Desired.ve(veid).network(Desired.addresses("10.101.0." + veid));
            return switch (this) {
                case NONE -> Optional.empty();
                case STOPPED -> Optional.of(ve.state(RunState.STOPPED).build());
                case SMALL -> Optional.of(numproc(ve, 100));
                case LARGE -> Optional.of(numproc(ve, 200));
                case DISPOSABLE -> Optional.of(numproc(ve.deletion(DeletionPolicy.DESTROY), 100));
            };
        }

        private static VeSpec numproc(VeSpec.Builder ve, long value) {
            return ve.resource(Resource.NUMPROC, Limit.of(new Count(value))).build();
        }
    }

    enum Accident {
        NONE,
        KILLED,
        LIMIT,
        LINK,
        CGROUP;

        void befall(Mishaps mishaps, VeId veid) {
            switch (this) {
                case NONE -> {}
                case KILLED -> mishaps.killInit(veid);
                case LIMIT -> mishaps.setLimit(veid, Resource.NUMPROC, Limit.of(new Count(150)));
                case LINK -> mishaps.downLink(veid);
                case CGROUP -> mishaps.loseCgroup(veid, Resource.NUMPROC);
            }
        }
    }

    record Fate(Wish before, Accident accident, Wish after) {}

    @Test
    void everyPairOfFatesConverges() {
        int cases = 0;
        for (Fate first : fates()) {
            for (Fate second : fates()) {
                converges(first, second);
                cases++;
            }
        }
        assertEquals(15_625, cases);
    }

    private static List<Fate> fates() {
        List<Fate> fates = new ArrayList<>();
        for (Wish before : Wish.values()) {
            for (Accident accident : Accident.values()) {
                for (Wish after : Wish.values()) {
                    fates.add(new Fate(before, accident, after));
                }
            }
        }
        return fates;
    }

    private static void converges(Fate first, Fate second) {
        World world = new World();
        world.apply(desired(first.before(), second.before()));
        first.accident().befall(world.mishaps(), new VeId(VE_1));
        second.accident().befall(world.mishaps(), new VeId(VE_2));
        ObservedVe was1 = world.live(VE_1);
        ObservedVe was2 = world.live(VE_2);
        DesiredState after = desired(first.after(), second.after());
        world.converge(after);
        assertEquals(List.of(), Conformity.faults(after, world.kernel.observe()));
        boolean allGone = first.after() == Wish.NONE && second.after() == Wish.NONE;
        unwanted(first, was1, world.live(VE_1), allGone);
        unwanted(second, was2, world.live(VE_2), allGone);
    }

    private static void unwanted(Fate fate, ObservedVe was, ObservedVe is, boolean guarded) {
        if (fate.after() != Wish.NONE) {
            return;
        }
        boolean disposable = fate.before() == Wish.DISPOSABLE;
        boolean felt = disposable || RunPhase.of(was) == RunPhase.RUNNING;
        if (guarded && felt) {
            assertEquals(was, is, fate.toString());
            return;
        }
        boolean kept = fate.before() != Wish.NONE && !disposable;
        assertEquals(kept, is.privateArea().toOptional().isPresent(), fate.toString());
        assertTrue(is.init().toOptional().isEmpty(), fate.toString());
        assertTrue(is.cgroup().toOptional().isEmpty(), fate.toString());
        assertTrue(is.network().toOptional().isEmpty(), fate.toString());
    }

    private static DesiredState desired(Wish first, Wish second) {
        List<VeSpec> specs = new ArrayList<>();
        first.spec(VE_1).ifPresent(specs::add);
        second.spec(VE_2).ifPresent(specs::add);
        return new Desired().with(specs).build();
    }
}
