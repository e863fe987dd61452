package org.vzgit.reconciler.plan;

import java.util.List;

/// What a plan has for one VE.
record VePlan(List<Draft> drafts, List<Blocked> blocked) {
    static final VePlan NOTHING = new VePlan(List.of(), List.of());

    VePlan {
        drafts = List.copyOf(drafts);
        blocked = List.copyOf(blocked);
    }

    /// Whether the VE goes down and stays down. A restart does not.
    boolean stops() {
        return drafts.stream()
                .map(Draft::risk)
                .anyMatch(risk -> risk == Risk.STOP || risk == Risk.DESTROY);
    }

    static VePlan blocked(Blocked item) {
        return new VePlan(List.of(), List.of(item));
    }
}
