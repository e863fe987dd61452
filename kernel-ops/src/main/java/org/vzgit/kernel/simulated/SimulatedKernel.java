package org.vzgit.kernel.simulated;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

/// A node in memory. Operations have exactly the effects that their documentation promises, refuse
/// what it forbids, and leave a state in which the [SafetyRules] hold, or the call throws
/// [IllegalStateException]: that is a fault of the plan.
///
/// Safe for several threads: one operation at a time.
public final class SimulatedKernel implements Kernel {
    private final Features features;
    private final SortedMap<VeId, SimulatedVe> ves = new TreeMap<>();
    private final SortedSet<String> templates = new TreeSet<>();
    private final SortedMap<TemplateName, TemplateRef> available;
    private final SimulatedEffects effects;
    private int applied;

    /// An empty node.
    ///
    /// @param available the templates that it can make
    public SimulatedKernel(Features features, Map<TemplateName, TemplateRef> available) {
        this.features = features;
        this.available = new TreeMap<>(available);
        this.effects = new SimulatedEffects(features, templates);
    }

    @Override
    public synchronized ObservedNode observe() {
        TreeMap<VeId, ObservedVe> seen = new TreeMap<>();
        ves.forEach((veid, ve) -> {
            if (!ve.isNothing()) {
                seen.put(veid, ve.observed());
            }
        });
        return new ObservedNode(features, seen, templates, available);
    }

    @Override
    public synchronized void apply(Operation operation) throws OperationFailure {
        switch (operation) {
            case BuildTemplate build -> templates.add(build.template().text());
            case VeOperation change -> apply(change);
        }
        applied++;
    }

    /// The process that used this kernel ends: what it held and did not release ends with it.
    public synchronized void crash() {
        ves.values().stream()
                .filter(ve -> ve.init.filter(init -> !init.released()).isPresent())
                .forEach(SimulatedVe::die);
    }

    @Override
    public void close() {
        crash();
    }

    /// Another node in the same state, with a history of its own from here on.
    public synchronized SimulatedKernel copy() {
        SimulatedKernel copy = new SimulatedKernel(features, available);
        copy.templates.addAll(templates);
        copy.effects.continueFrom(effects);
        ves.forEach((veid, ve) -> copy.ves.put(veid, ve.copy()));
        return copy;
    }

    /// How many operations took effect.
    public synchronized int applied() {
        return applied;
    }

    /// What happens to the node without vzgit.
    public Mishaps mishaps() {
        return new Mishaps(this);
    }

    /// The source of a template moves on: what is built from now on is another version.
    public synchronized void publish(TemplateRef template) {
        available.put(template.name(), template);
    }

    synchronized SimulatedVe ve(VeId veid) {
        return ves.computeIfAbsent(veid, SimulatedVe::new);
    }

    synchronized void forget(TemplateRef template) {
        templates.remove(template.text());
    }

    private void apply(VeOperation operation) throws OperationFailure {
        SimulatedVe ve = ve(operation.veid());
        switch (operation) {
            case CreatePrivateArea create -> {
                effects.create(ve, create);
                SafetyRules.checkIds(ves.values());
            }
            case ClonePrivateArea clone -> {
                effects.clone(ve, clone, Optional.ofNullable(ves.get(clone.source())));
                SafetyRules.checkIds(ves.values());
            }
            case WriteOwnerMark write -> effects.mark(ve, write);
            case CreateCgroup _ -> effects.createCgroup(ve);
            case SetResource set -> effects.set(ve, set);
            case SetDiskQuota set -> effects.bound(ve, set);
            case SetBeancounter set -> effects.set(ve, set);
            case SetScript set -> effects.script(ve, set);
            case Launch launch -> effects.launch(ve, launch);
            case AttachNetwork _ -> effects.attach(ve);
            case AddAddress add -> effects.add(ve, add.address(), ves.values());
            case RemoveAddress remove -> ve.link.ifPresent(link -> link.remove(remove.address()));
            case SetRate set -> effects.cap(ve, set.rate());
            case SetInterface set -> effects.bridge(ve, set.netInterface());
            case RemoveInterface remove -> ve.link.ifPresent(link -> link.unbridge(remove.name()));
            case AddBindMount add -> effects.bind(ve, add.mount());
            case RemoveBindMount remove -> effects.unbind(ve, remove.mount());
            case SetHostname set -> effects.name(ve, set.hostname());
            case WriteResolver write -> effects.resolve(ve, write.resolver());
            case ReleaseInit _ -> effects.release(ve);
            case StopVe _ -> effects.stop(ve);
            case DetachNetwork _ -> ve.link = Optional.empty();
            case RemoveCgroup _ -> effects.removeCgroup(ve);
            case DestroyPrivateArea _ -> effects.destroy(ve);
        }
        SafetyRules.check(ve);
    }
}
