package org.vzgit.reconciler.plan;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.reconciler.diff.TemplateText;
import org.vzgit.reconciler.diff.WantedState;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// The VE that a new one is made from.
///
/// Only one that is stopped, and is wanted stopped: a copy of files that change is of no moment,
/// and a plan that starts the source would have to hold it down for as long as copying takes.
///
/// @param desired empty when the source has no document any more and its files were retained
record CloneSource(VeName name, Optional<VeSpec> desired, Optional<ObservedVe> live) {

    static CloneSource of(VeName name, PlanRequest request) {
        Optional<VeSpec> desired =
                request.desired().ves().values().stream()
                        .filter(spec -> spec.name().equals(name))
                        .findFirst();
        Optional<ObservedVe> live =
                desired.isPresent()
                        ? desired.map(spec -> request.live().ve(spec.veid()))
                        : request.live().ves().values().stream()
                                .filter(ve -> isNamed(ve, name, request.repository()))
                                .findFirst();
        return new CloneSource(name, desired, live);
    }

    private static boolean isNamed(ObservedVe ve, VeName name, String repository) {
        return LiveMark.of(ve)
                .filter(mark -> mark.repository().equals(repository) && mark.name().equals(name))
                .isPresent();
    }

    VeId veid() {
        return live.orElseThrow().veid();
    }

    /// The version that the source stands on; empty when it has no files yet.
    Optional<TemplateRef> template() {
        return live.flatMap(LiveMark::of).map(OwnerMark::template);
    }

    /// The version that its files stand on, or will when it is made itself. Not asked of a circle.
    Optional<TemplateRef> beginsAs(PlanRequest request) {
        return template()
                .or(() ->
                        desired.flatMap(VeSpec::cloneOf)
                                .flatMap(next -> CloneSource.of(next, request).beginsAs(request)))
                .or(() -> desired.flatMap(spec -> Templates.versionForNew(spec, request.live())));
    }

    /// Why nothing can be made from it now, with the next step.
    Optional<String> obstacle(VeSpec clone, PlanRequest request) {
        if (live.isEmpty()) {
            return Optional.of(
                    "no VE " + name + " is here or in the documents; correct cloneOf or remove it");
        }
        if (desired.isPresent() && !desired.get().node().equals(request.node())) {
            return Optional.of(
                    "VE "
                            + name
                            + " is on node "
                            + desired.get().node()
                            + ", and files are cloned within a node only");
        }
        return circle(clone, request)
                .or(() -> foreign(request))
                .or(this::going)
                .or(this::busy)
                .or(() -> otherTemplate(clone, request));
    }

    /// VEs that are to be made from each other. One that has its files is the end of the chain.
    private Optional<String> circle(VeSpec clone, PlanRequest request) {
        Set<VeName> seen = new HashSet<>(Set.of(clone.name()));
        Optional<CloneSource> next = Optional.of(this);
        while (next.isPresent() && next.get().isToBeMade()) {
            if (!seen.add(next.get().name())) {
                return Optional.of("VE " + name + " is to be made from this one in turn");
            }
            next =
                    next.get()
                            .desired()
                            .flatMap(VeSpec::cloneOf)
                            .map(source -> CloneSource.of(source, request));
        }
        return Optional.empty();
    }

    private boolean isToBeMade() {
        return live.filter(ve -> ve.privateArea() instanceof Reading.Absent).isPresent();
    }

    private Optional<String> foreign(PlanRequest request) {
        boolean foreign =
                live.flatMap(LiveMark::of)
                        .filter(mark -> !mark.repository().equals(request.repository()))
                        .isPresent();
        return foreign
                ? Optional.of("VE " + name + " on this node belongs to another desired state")
                : Optional.empty();
    }

    private Optional<String> going() {
        boolean going =
                desired.isEmpty()
                        && live.flatMap(LiveMark::of)
                                .filter(mark -> mark.deletion() == DeletionPolicy.DESTROY)
                                .isPresent();
        return going
                ? Optional.of(
                        "VE " + name + " is about to be destroyed; put its document back first")
                : Optional.empty();
    }

    private Optional<String> busy() {
        ObservedVe source = live.orElseThrow();
        boolean runs =
                desired.map(spec -> WantedState.of(spec, source) == RunState.RUNNING)
                        .orElse(RunPhase.of(source) == RunPhase.RUNNING);
        return runs
                ? Optional.of(
                        "VE "
                                + name
                                + " is to run, and only the files of a stopped VE are cloned; write"
                                + " state: stopped for it until the clone is there")
                : Optional.empty();
    }

    private Optional<String> otherTemplate(VeSpec clone, PlanRequest request) {
        Optional<TemplateRef> begins = beginsAs(request);
        String source =
                begins.map(template -> TemplateText.of(template, clone))
                        .or(() -> desired.map(VeSpec::template).map(Objects::toString))
                        .orElse("");
        return source.equals(clone.templateChoice().text())
                ? Optional.empty()
                : Optional.of(
                        "VE "
                                + name
                                + " stands on template "
                                + source
                                + "; write template: "
                                + source
                                + ", because a clone has what its source changed of that");
    }
}
