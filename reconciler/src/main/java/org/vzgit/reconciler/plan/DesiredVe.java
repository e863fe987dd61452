package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.Restart;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.reconciler.diff.WantedState;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Plans one VE that is wanted on the node.
final class DesiredVe {
    private final VeSpec spec;
    private final ObservedVe live;
    private final Site site;
    private final Chain chain = new Chain();

    DesiredVe(VeSpec spec, ObservedVe live, Site site) {
        this.spec = spec;
        this.live = live;
        this.site = site;
    }

    VePlan plan() {
        Obstacles obstacles = Obstacles.of(spec, live, site);
        if (obstacles.stopsAll()) {
            return new VePlan(List.of(), obstacles.blocked());
        }
        Optional<PrivateArea> area = live.privateArea().toOptional();
        Optional<OwnerMark> mark = LiveMark.of(live);
        if (area.isPresent() && mark.isPresent()) {
            update(area.get(), mark.get());
            return new VePlan(chain.drafts(), obstacles.blocked());
        }
        return create();
    }

    private VePlan create() {
        Optional<CloneSource> source =
                spec.cloneOf().map(name -> CloneSource.of(name, site.request()));
        Optional<TemplateRef> template =
                source.isPresent()
                        ? source.get().beginsAs(site.request())
                        : site.templates().versionForNew(spec);
        OptionalLong uidBase = site.uidBases().take(spec.veid());
        if (template.isEmpty() || uidBase.isEmpty()) {
            return VePlan.blocked(noRoom());
        }
        create(new StartSteps.Base(template.get(), uidBase.getAsLong()), source);
        return new VePlan(chain.drafts(), List.of());
    }

    private Blocked noRoom() {
        return new Blocked(
                spec.veid(),
                spec.name().value(),
                Blocked.Reason.NO_ROOM,
                "all "
                        + site.request().uidRange().blocks()
                        + " id blocks of this node are taken; widen its uidRange",
                Optional.of(spec.origin()));
    }

    private void create(StartSteps.Base base, Optional<CloneSource> source) {
        Draft area = area(base, source);
        area.frees().add(new Contended.Files(spec.veid()));
        DiskSteps disk = new DiskSteps(chain, spec);
        List<Draft> made = new ArrayList<>(disk.addNew(Risk.CREATE, List.of(area)));
        made.addAll(new ScriptSteps(chain, spec).add(live, Risk.CREATE, List.of(area)));
        if (spec.state() == RunState.RUNNING) {
            start(base, Risk.CREATE, made.isEmpty() ? List.of(area) : made);
        } else {
            stop(Risk.CREATE);
        }
    }

    private Draft area(StartSteps.Base base, Optional<CloneSource> source) {
        OwnerMark mark =
                new OwnerMark(
                        site.request().repository(),
                        spec.name(),
                        base.template(),
                        site.request().desired().revision(),
                        spec.deletion());
        var create =
                new CreatePrivateArea(
                        spec.veid(), mark, base.uid(), DiskChoice.of(site, spec).shape());
        List<Draft> built = site.templates().building(base.template(), Risk.CREATE);
        Causes causes = new Causes(spec);
        if (source.isEmpty()) {
            Cause cause = causes.of(VeField.TEMPLATE, "", base.template().text());
            return chain.add(create, cause, Risk.CREATE, built);
        }
        VeId files = source.get().veid();
        Cause cause = causes.of(VeField.CLONE_OF, "", source.get().name().value());
        Draft clone = chain.add(new ClonePrivateArea(create, files), cause, Risk.CREATE, built);
        clone.takes().add(new Contended.Files(files));
        return clone;
    }

    private void update(PrivateArea area, OwnerMark mark) {
        DiskSteps disk = new DiskSteps(chain, spec);
        ScriptSteps scripts = new ScriptSteps(chain, spec);
        if (WantedState.of(spec, live) == RunState.STOPPED) {
            stop(Risk.STOP);
            disk.add(live, Risk.LIVE, List.of());
            scripts.add(live, Risk.LIVE, List.of());
        } else if (RunPhase.of(live) == RunPhase.RUNNING && !Restart.isNeeded(spec, live)) {
            new LiveSteps(chain, spec, live).add(site.features());
            disk.add(live, Risk.LIVE, List.of());
            scripts.add(live, Risk.LIVE, List.of());
        } else {
            Risk risk = Restart.isNeeded(spec, live) ? Risk.RESTART : Risk.START;
            List<Draft> before = new ArrayList<>(site.templates().building(mark.template(), risk));
            before.addAll(disk.add(live, risk, List.of()));
            before.addAll(scripts.add(live, risk, List.of()));
            start(new StartSteps.Base(mark.template(), area.uidBase()), risk, before);
        }
        new MarkStep(chain, spec).add(mark, site.request().desired().revision());
    }

    private void start(StartSteps.Base base, Risk risk, List<Draft> after) {
        var on = new StartSteps.StartOn(site.features(), risk);
        new StartSteps(chain, spec, live, on).add(base, after);
    }

    private void stop(Risk risk) {
        Cause cause = new Causes(spec).state(RunPhase.of(live).text(), "stopped");
        new StopSteps(chain, live).add(spec.stopTimeout(), cause, risk);
    }
}
