package org.vzgit.kernel.simulated;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Accidents, and people who work on the node by hand. Drift, in one word.
public final class Mishaps {
    private final SimulatedKernel kernel;

    Mishaps(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /// Process 1 dies, and with it everything in the VE.
    public void killInit(VeId veid) {
        kernel.ve(veid).die();
    }

    /// Root inside unmounts one of the node's directories.
    public void unmount(VeId veid, String target) {
        SimulatedVe ve = kernel.ve(veid);
        ve.init = ve.init.map(init -> init.bound(mounts -> mounts.remove(target)));
    }

    /// The node goes down without a word and comes up again: of a VE only its files are left.
    public void reboot(VeId veid) {
        SimulatedVe ve = kernel.ve(veid);
        boolean ran = ve.init.filter(SimulatedInit::released).isPresent();
        ve.init = Optional.empty();
        ve.cgroup = Optional.empty();
        ve.link = Optional.empty();
        ve.area = ve.area.map(area -> area.cutOff(ran || area.cutOff()));
    }

    public void setLimit(VeId veid, Resource resource, Limit limit) {
        kernel.ve(veid).cgroup.ifPresent(cgroup -> cgroup.set(resource, limit));
    }

    /// The VE writes files.
    public void fillDisk(VeId veid, Bytes bytes, Count files) {
        changeDisk(veid, disk -> disk.holding(bytes, files));
    }

    /// Something about the counting of a VE's disk does not hold any more.
    public void driftDisk(VeId veid, String what) {
        changeDisk(veid, disk -> disk.drifted(what));
    }

    public void setDisk(VeId veid, DiskSpec bounds) {
        changeDisk(veid, disk -> disk.set(bounds));
    }

    private void changeDisk(VeId veid, UnaryOperator<SimulatedDisk> change) {
        SimulatedVe ve = kernel.ve(veid);
        ve.area = ve.area.map(area -> area.counted(change));
    }

    public void setBeancounter(VeId veid, Beancounter resource, BarrierLimit value) {
        kernel.ve(veid).cgroup.ifPresent(cgroup -> cgroup.set(resource, value));
    }

    /// The VE's processes take and give back, are refused, and leave these counters.
    public void count(VeId veid, Beancounter resource, UbcRow row) {
        kernel.ve(veid).cgroup.ifPresent(cgroup -> cgroup.count(resource, row));
    }

    public void obscureBeancounters(VeId veid) {
        kernel.ve(veid).obscure(SimulatedVe.Part.BEANCOUNTERS, "read beancounters: EIO");
    }

    public void deleteLink(VeId veid) {
        kernel.ve(veid).link = Optional.empty();
    }

    /// The host's end goes down.
    public void downLink(VeId veid) {
        kernel.ve(veid).link.ifPresent(SimulatedLink::breakDown);
    }

    public void addAddress(VeId veid, IpAddress address) {
        kernel.ve(veid).link.ifPresent(link -> link.add(address));
    }

    public void removeAddress(VeId veid, IpAddress address) {
        kernel.ve(veid).link.ifPresent(link -> link.remove(address));
    }

    public void removeRoute(VeId veid, IpAddress address) {
        kernel.ve(veid).link.ifPresent(link -> link.unroute(address));
    }

    /// Somebody sets other caps on the link by hand.
    public void setRate(VeId veid, ObservedRate rate) {
        kernel.ve(veid).link.ifPresent(link -> link.cap(rate));
    }

    /// Somebody deletes an end of a bridged interface.
    public void deleteInterface(VeId veid, String name) {
        kernel.ve(veid).link.ifPresent(link -> link.unbridge(name));
    }

    /// Somebody puts it into another bridge, or takes its filter away.
    public void setInterface(VeId veid, NetInterface other) {
        kernel.ve(veid).link.ifPresent(link -> link.bridge(other));
    }

    public void setHostname(VeId veid, String hostname) {
        SimulatedVe ve = kernel.ve(veid);
        ve.init = ve.init.map(init -> init.named(hostname));
    }

    /// The hierarchy that bounds a resource loses the VE's cgroup.
    public void loseCgroup(VeId veid, Resource resource) {
        kernel.ve(veid).cgroup.ifPresent(cgroup -> cgroup.lose(resource));
    }

    public void writeMark(VeId veid, OwnerMark mark) {
        SimulatedVe ve = kernel.ve(veid);
        ve.area = ve.area.map(area -> area.marked(mark));
    }

    /// Somebody deletes the files of a VE.
    public void deletePrivateArea(VeId veid) {
        kernel.ve(veid).area = Optional.empty();
    }

    /// The cache loses a version.
    public void forgetTemplate(TemplateRef template) {
        kernel.forget(template);
    }

    /// From now on reading this part of the VE fails.
    public void obscurePrivateArea(VeId veid) {
        kernel.ve(veid).obscure(SimulatedVe.Part.PRIVATE_AREA, "read owner: EIO");
    }

    public void obscureCgroup(VeId veid) {
        kernel.ve(veid).obscure(SimulatedVe.Part.CGROUP, "read cgroup.procs: EIO");
    }

    public void obscureInit(VeId veid) {
        kernel.ve(veid).obscure(SimulatedVe.Part.INIT, "read stat: EACCES");
    }

    public void obscureNetwork(VeId veid) {
        kernel.ve(veid).obscure(SimulatedVe.Part.NETWORK, "dump links: EINTR");
    }

    /// Everything can be read again.
    public void reveal(VeId veid) {
        kernel.ve(veid).reveal();
    }
}
