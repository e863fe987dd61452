package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.ResourceChange;
import org.vzgit.reconciler.diff.Restart;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.reconciler.diff.TemplateText;
import org.vzgit.reconciler.diff.WantedState;
import org.vzgit.reconciler.diff.WrittenAt;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.VeSpec.FieldUse;

/// What stands between a VE and what is wanted of it.
final class Obstacles {
    private final VeSpec spec;
    private final ObservedVe live;
    private final Site site;
    private final List<Blocked> blocked = new ArrayList<>();
    private boolean stopsAll;

    private Obstacles(VeSpec spec, ObservedVe live, Site site) {
        this.spec = spec;
        this.live = live;
        this.site = site;
    }

    static Obstacles of(VeSpec spec, ObservedVe live, Site site) {
        Obstacles found = new Obstacles(spec, live, site);
        found.notSupportedYet();
        found.notOnThisKernel();
        found.notAllowed();
        LiveMark.of(live).ifPresentOrElse(found::existingArea, found::newArea);
        found.disk();
        return found;
    }

    List<Blocked> blocked() {
        return blocked;
    }

    /// Nothing at all may be done to the VE: doing the rest would pass off a part as the whole.
    boolean stopsAll() {
        return stopsAll;
    }

    private void notSupportedYet() {
        for (FieldUse use : spec.unsupported()) {
            add(
                    Blocked.Reason.NOT_SUPPORTED_YET,
                    use.field().path() + " is not supported yet; remove it to have the VE applied",
                    Optional.of(use.origin()));
            stopsAll = true;
        }
        if (spec.state() == RunState.SUSPENDED) {
            add(
                    Blocked.Reason.NOT_SUPPORTED_YET,
                    "state: suspended is not supported yet; write running or stopped",
                    spec.originOf(VeField.STATE));
            stopsAll = true;
        }
    }

    /// A VE that runs keeps running and gets its other changes; one that does not run is not
    /// started without a bound that it was promised to have.
    private void notOnThisKernel() {
        if (WantedState.of(spec, live) != RunState.RUNNING) {
            return;
        }
        for (Resource resource : ResourceChange.withoutMeans(spec, site.features())) {
            add(
                    Blocked.Reason.NOT_ON_THIS_KERNEL,
                    "the running kernel ("
                            + site.features().release()
                            + ") cannot bound "
                            + resource.key()
                            + "; remove the field or move the VE",
                    WrittenAt.of(spec, resource));
            stopsAll |= needsLaunch();
        }
    }

    /// Refused whole, also for a VE that runs: its stop would run a script of the node that nobody
    /// there has agreed to.
    private void notAllowed() {
        List<String> onHost =
                spec.actionScripts().keySet().stream()
                        .filter(ScriptAction::onHost)
                        .map(ScriptAction::key)
                        .toList();
        if (!onHost.isEmpty() && !site.features().hostScripts()) {
            add(
                    Blocked.Reason.NOT_ALLOWED,
                    "its scripts "
                            + String.join(", ", onHost)
                            + " would run as root of the node, which does not allow it; to allow"
                            + " it, on the node: touch /var/lib/vzgit/allow-host-scripts",
                    spec.originOf(VeField.ACTION_SCRIPTS));
            stopsAll = true;
        }
    }

    private void existingArea(OwnerMark mark) {
        if (!mark.template().satisfies(spec.templateChoice())) {
            add(
                    Blocked.Reason.RECREATE,
                    "its private area was made from "
                            + TemplateText.of(mark.template(), spec)
                            + "; to begin anew from "
                            + spec.templateChoice().text()
                            + ", remove the VE with deletion: destroy and add it again",
                    spec.originOf(VeField.TEMPLATE));
        }
        if (needsLaunch()) {
            obtainable(mark.template());
        }
    }

    private void newArea() {
        TemplateSpec template = site.request().desired().templates().get(spec.template());
        if (template != null && template.source() instanceof TemplateSpec.Source.NotYet) {
            add(
                    Blocked.Reason.NOT_SUPPORTED_YET,
                    "the source of template " + spec.template() + " is not supported yet",
                    Optional.of(template.origin()));
            stopsAll = true;
            return;
        }
        if (spec.cloneOf().isPresent()) {
            newClone(CloneSource.of(spec.cloneOf().get(), site.request()));
        } else {
            obtainableForNew(site.templates().versionForNew(spec));
        }
    }

    private void newClone(CloneSource source) {
        Optional<String> obstacle = source.obstacle(spec, site.request());
        if (obstacle.isPresent()) {
            add(Blocked.Reason.CLONE_SOURCE, obstacle.get(), spec.originOf(VeField.CLONE_OF));
            stopsAll = true;
        } else {
            source.template()
                    .ifPresentOrElse(
                            this::obtainable,
                            () -> obtainableForNew(source.beginsAs(site.request())));
        }
    }

    private String lackingTemplate() {
        if (spec.templateChoice().version().isPresent()) {
            return "template version "
                    + spec.templateChoice().text()
                    + " is not in this node's cache; vzgit template list shows those that are";
        }
        TemplateSpec template = site.request().desired().templates().get(spec.template());
        return template != null && template.isBuiltByHand()
                ? "template "
                        + spec.template()
                        + " is not in this node's cache; build it: vzgit template build "
                        + spec.template()
                : "this node cannot make template " + spec.template();
    }

    private void obtainableForNew(Optional<TemplateRef> template) {
        if (template.filter(site.templates()::isObtainable).isEmpty()) {
            add(Blocked.Reason.NO_ROOM, lackingTemplate(), spec.originOf(VeField.TEMPLATE));
            stopsAll = true;
        }
    }

    /// A VE that runs keeps running; one that does not run is neither made nor started without the
    /// disk bounds that it was promised to have.
    private void disk() {
        DiskChoice choice = DiskChoice.of(site, spec);
        List<DiskChoice.Lack> lacks =
                switch (live.privateArea()) {
                    case Reading.Present<PrivateArea>(PrivateArea area) ->
                            area.disk()
                                    .toOptional()
                                    .map(disk -> choice.lacksOf(disk.layout()))
                                    .orElseGet(choice::lacksOfPlain);
                    case Reading.Absent<PrivateArea> _, Reading.Unreadable<PrivateArea> _ ->
                            choice.lacksOfNew();
                };
        for (DiskChoice.Lack lack : lacks) {
            add(Blocked.Reason.NOT_ON_THIS_KERNEL, lack.what(), lack.origin());
            stopsAll |= needsLaunch() || live.privateArea() instanceof Reading.Absent;
        }
    }

    private void obtainable(TemplateRef template) {
        if (!site.templates().isObtainable(template)) {
            add(
                    Blocked.Reason.NO_ROOM,
                    "template version "
                            + template.text()
                            + ", on which the VE stands, is gone from the cache and cannot be made"
                            + " again",
                    Optional.empty());
            stopsAll = true;
        }
    }

    private boolean needsLaunch() {
        return WantedState.of(spec, live) == RunState.RUNNING
                && (RunPhase.of(live) != RunPhase.RUNNING || Restart.isNeeded(spec, live));
    }

    private void add(Blocked.Reason reason, String detail, Optional<Origin> origin) {
        blocked.add(new Blocked(spec.veid(), spec.name().value(), reason, detail, origin));
    }
}
