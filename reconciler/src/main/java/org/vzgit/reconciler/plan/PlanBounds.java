package org.vzgit.reconciler.plan;

/// What one plan may grow to.
final class PlanBounds {
    /// VEs on one node, counting private areas that are only kept. Ten times what a large node
    /// runs; every one costs a link, a mount and several cgroups in the kernel.
    static final int VES_MAX = 10_000;

    /// Steps in one plan: a whole node of 1,000 VEs created at once, with twenty steps each. A plan
    /// in memory, on a terminal and in the journal stays readable by machines; what does not fit is
    /// reported and is the next plan's work.
    static final int STEPS_MAX = 20_000;

    private PlanBounds() {}
}
