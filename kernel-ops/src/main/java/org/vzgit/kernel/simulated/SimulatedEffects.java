package org.vzgit.kernel.simulated;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;

/// What each operation does to a simulated VE, and when it refuses.
final class SimulatedEffects {
    /// Distinct processes get distinct numbers; the first is what a host has long used up.
    private static final int FIRST_PID = 1000;

    private final Features features;
    private final SortedSet<String> templates;
    private int lastPid = FIRST_PID;

    SimulatedEffects(Features features, SortedSet<String> templates) {
        this.features = features;
        this.templates = templates;
    }

    /// Process numbers of the copied node are not given again.
    void continueFrom(SimulatedEffects other) {
        lastPid = other.lastPid;
    }

    void create(SimulatedVe ve, CreatePrivateArea create) throws OperationFailure {
        needTemplate(ve, create.mark().template());
        DiskLayout layout = create.shape().layout();
        if (!features.disk().has(layout)) {
            String what = "create the " + layout.word() + " private area of VE";
            throw failure(FailureKind.UNSUPPORTED, what, ve, "EOPNOTSUPP");
        }
        if (ve.area.isEmpty()) {
            ve.area =
                    Optional.of(
                            new SimulatedArea(
                                    create.uidBase(),
                                    create.mark(),
                                    Optional.empty(),
                                    SimulatedDisk.of(layout)));
        } else if (!isOf(create, ve.area.get())) {
            throw failure(FailureKind.CONFLICT, "create the private area of VE", ve, "EEXIST");
        }
    }

    void clone(SimulatedVe ve, ClonePrivateArea clone, Optional<SimulatedVe> source)
            throws OperationFailure {
        String what = "clone VE " + clone.source() + " to VE";
        if (source.flatMap(other -> other.init).isPresent()) {
            throw failure(FailureKind.BUSY, what, ve, "EBUSY");
        }
        SimulatedArea from =
                source.flatMap(other -> other.area)
                        .orElseThrow(() -> failure(FailureKind.GONE, what, ve, "ENOENT"));
        if (ve.area.isEmpty() && !from.mark().template().equals(clone.area().mark().template())) {
            throw failure(FailureKind.CONFLICT, what, ve, "EEXIST");
        }
        create(ve, clone.area());
    }

    private static boolean isOf(CreatePrivateArea create, SimulatedArea area) {
        return area.uidBase() == create.uidBase() && area.mark().equals(create.mark());
    }

    void bound(SimulatedVe ve, SetDiskQuota set) throws OperationFailure {
        SimulatedArea area = area(ve);
        if (area.disk().isEmpty()) {
            throw failure(FailureKind.UNSUPPORTED, "set disk bounds of VE", ve, "EOPNOTSUPP");
        }
        ve.area = Optional.of(area.counted(disk -> disk.set(set.disk())));
    }

    void mark(SimulatedVe ve, WriteOwnerMark write) throws OperationFailure {
        ve.area = Optional.of(area(ve).marked(write.mark()));
    }

    void script(SimulatedVe ve, SetScript set) throws OperationFailure {
        ve.area = Optional.of(area(ve).scripted(set));
    }

    void createCgroup(SimulatedVe ve) {
        ve.cgroup.ifPresentOrElse(
                SimulatedCgroup::complete,
                () -> ve.cgroup = Optional.of(new SimulatedCgroup(features)));
    }

    void set(SimulatedVe ve, SetResource set) throws OperationFailure {
        String what = "set " + set.resource().key() + " to " + set.limit().text() + " of VE";
        if (features.controlOf(set.resource()) == Control.ABSENT) {
            throw failure(FailureKind.UNSUPPORTED, what, ve, "EOPNOTSUPP");
        }
        if (ve.cgroup.isEmpty() || !ve.cgroup.get().has(set.resource())) {
            throw failure(FailureKind.GONE, what, ve, "ENOENT");
        }
        ve.cgroup.get().set(set.resource(), set.limit());
    }

    void set(SimulatedVe ve, SetBeancounter set) throws OperationFailure {
        String what = "set " + set.resource().key() + " to " + set.value().text() + " of VE";
        if (features.levelOf(set.resource()) == UbcLevel.ABSENT) {
            throw failure(FailureKind.UNSUPPORTED, what, ve, "EOPNOTSUPP");
        }
        if (ve.cgroup.isEmpty()) {
            throw failure(FailureKind.GONE, what, ve, "ENOENT");
        }
        ve.cgroup.get().set(set.resource(), set.value());
    }

    void launch(SimulatedVe ve, Launch launch) throws OperationFailure {
        SimulatedArea area = area(ve);
        needTemplate(ve, launch.template());
        if (ve.cgroup.filter(SimulatedCgroup::isComplete).isEmpty()) {
            throw failure(FailureKind.GONE, "launch without a whole cgroup VE", ve, "ENOENT");
        }
        if (ve.init.isPresent()
                || area.uidBase() != launch.uidBase()
                || !area.mark().template().equals(launch.template())) {
            throw failure(FailureKind.CONFLICT, "launch VE", ve, "EEXIST");
        }
        lastPid++;
        ve.init =
                Optional.of(
                        new SimulatedInit(
                                lastPid,
                                false,
                                launch.template(),
                                launch.hostname(),
                                launch.noatime()));
    }

    void release(SimulatedVe ve) throws OperationFailure {
        SimulatedInit init = init(ve, "release the init of VE");
        if (init.released()) {
            throw failure(FailureKind.GONE, "release the init of VE", ve, "ESRCH");
        }
        ve.init = Optional.of(init.release());
        ve.area = ve.area.map(area -> area.cutOff(false));
    }

    void stop(SimulatedVe ve) {
        ve.die();
        ve.area = ve.area.map(area -> area.cutOff(false));
    }

    void attach(SimulatedVe ve) throws OperationFailure {
        SimulatedInit init = init(ve, "attach the network of VE");
        if (ve.link.filter(link -> !link.isOf(init)).isPresent()) {
            throw failure(FailureKind.CONFLICT, "attach the network of VE", ve, "EEXIST");
        }
        if (ve.link.filter(SimulatedLink::isReady).isEmpty()) {
            ObservedRate kept =
                    ve.link.map(link -> link.observed().rate()).orElse(ObservedRate.NONE);
            Optional<SimulatedLink> before = ve.link;
            ve.link = Optional.of(new SimulatedLink(init.pid()));
            ve.link.get().cap(kept);
            before.ifPresent(
                    link -> link.observed().interfaces().values().forEach(ve.link.get()::bridge));
        }
    }

    void add(SimulatedVe ve, IpAddress address, Collection<SimulatedVe> all)
            throws OperationFailure {
        String what = "add " + address + " to VE";
        init(ve, what);
        if (ve.link.filter(SimulatedLink::isReady).isEmpty()) {
            throw failure(FailureKind.GONE, what, ve, "ENODEV");
        }
        for (SimulatedVe other : all) {
            if (other != ve && other.link.filter(link -> link.routes(address)).isPresent()) {
                throw failure(FailureKind.CONFLICT, what, ve, "EEXIST");
            }
        }
        ve.link.get().add(address);
    }

    void cap(SimulatedVe ve, Optional<NetRate> rate) throws OperationFailure {
        String what = "set the rate of VE";
        init(ve, what);
        if (ve.link.filter(SimulatedLink::isReady).isEmpty()) {
            throw failure(FailureKind.GONE, what, ve, "ENODEV");
        }
        ve.link.get().cap(ObservedRate.both(rate));
    }

    void bridge(SimulatedVe ve, NetInterface wanted) throws OperationFailure {
        String what = "give interface " + wanted.name() + " to VE";
        init(ve, what);
        if (ve.link.isEmpty()) {
            throw failure(FailureKind.GONE, what, ve, "ENODEV");
        }
        ve.link.get().bridge(wanted);
    }

    void name(SimulatedVe ve, String hostname) throws OperationFailure {
        ve.init = Optional.of(init(ve, "set the host name of VE").named(hostname));
    }

    void bind(SimulatedVe ve, BindMount mount) throws OperationFailure {
        SimulatedInit init = init(ve, "show " + mount.text() + " to VE");
        ve.init = Optional.of(init.bound(mounts -> mounts.put(mount.target(), mount)));
    }

    void unbind(SimulatedVe ve, BindMount mount) throws OperationFailure {
        SimulatedInit init = init(ve, "take " + mount.text() + " from VE");
        ve.init = Optional.of(init.bound(mounts -> mounts.remove(mount.target())));
    }

    void resolve(SimulatedVe ve, Resolver resolver) throws OperationFailure {
        init(ve, "write resolv.conf of VE");
        ve.area = Optional.of(area(ve).resolving(resolver));
    }

    void removeCgroup(SimulatedVe ve) throws OperationFailure {
        if (ve.init.isPresent()) {
            throw failure(FailureKind.BUSY, "remove the cgroup of VE", ve, "EBUSY");
        }
        ve.cgroup = Optional.empty();
    }

    void destroy(SimulatedVe ve) throws OperationFailure {
        if (ve.area.isEmpty()) {
            return;
        }
        if (area(ve).mark().deletion() != DeletionPolicy.DESTROY) {
            throw failure(FailureKind.DENIED, "destroy the retained VE", ve, "EPERM");
        }
        if (ve.init.isPresent()) {
            throw failure(FailureKind.BUSY, "destroy the private area of VE", ve, "EBUSY");
        }
        ve.area = Optional.empty();
    }

    private void needTemplate(SimulatedVe ve, TemplateRef template) throws OperationFailure {
        if (!templates.contains(template.text())) {
            throw failure(
                    FailureKind.GONE, "use template " + template.text() + " for VE", ve, "ENOENT");
        }
    }

    private static SimulatedArea area(SimulatedVe ve) throws OperationFailure {
        if (ve.area.isEmpty()) {
            throw failure(FailureKind.GONE, "open the private area of VE", ve, "ENOENT");
        }
        return ve.area.get();
    }

    private static SimulatedInit init(SimulatedVe ve, String what) throws OperationFailure {
        if (ve.init.isEmpty()) {
            throw failure(FailureKind.GONE, what, ve, "ESRCH");
        }
        return ve.init.get();
    }

    private static OperationFailure failure(
            FailureKind kind, String what, SimulatedVe ve, String errno) {
        return new OperationFailure(kind, what + " " + ve.veid() + ": " + errno);
    }
}
