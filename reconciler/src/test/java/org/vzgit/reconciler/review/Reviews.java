package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// Reviews made by hand.
final class Reviews {
    private static final NodeName NODE = new NodeName("hn1");

    private Reviews() {}

    static Review manyLive(int count) {
        List<VeReview> ves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ves.add(ve(101 + i, Effect.LIVE, How.LIVE));
        }
        return of(ves);
    }

    static Review oneRestartAmong(int count) {
        List<VeReview> ves = new ArrayList<>(manyLive(count).ves());
        ves.add(ve(9999, Effect.RESTART, How.RESTART));
        return of(ves);
    }

    static VeReview ve(int veid, Effect effect, How how) {
        Optional<Origin> origin = Optional.of(new Origin("ve/ve" + veid + ".yaml", 8, 5));
        return new VeReview(
                new VeId(veid),
                "ve" + veid,
                effect,
                origin,
                new Seconds(120),
                List.of(FieldReview.of("numproc", "100", "200", how).at(origin)),
                List.of());
    }

    static Review of(List<VeReview> ves) {
        Plan plan = new Plan(NODE, ReviewCase.HEAD, List.of(), List.of(), List.of());
        return new Review(
                ReviewCase.BASE,
                ReviewCase.HEAD,
                List.of(new NodeReview(NODE, plan, ves, List.of(), 0, Optional.empty())),
                0,
                new Review.Found(List.of(), false));
    }
}
