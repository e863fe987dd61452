package org.vzgit.reconciler.plan;

import org.vzgit.kernel.state.Features;

/// What the steps of all VEs of a plan are made from.
record Site(PlanRequest request, Templates templates, UidBases uidBases) {

    static Site of(PlanRequest request) {
        return new Site(
                request,
                new Templates(request.live()),
                new UidBases(request.uidRange(), request.live()));
    }

    Features features() {
        return request.live().features();
    }
}
