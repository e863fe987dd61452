package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.text.VeDirectoryName;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// The VEs' cgroups in all hierarchies of a node, seen as one tree: `TAG/VEID` in each.
///
/// Safe for several threads as long as no two change the same VE at once.
public final class CgroupTree {
    private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /// A controller with the hierarchy that it is in.
    private record Bound(Hierarchy hierarchy, Controller controller) {}

    private final List<Hierarchy> hierarchies;
    private final Map<Resource, Bound> bounds = new EnumMap<>(Resource.class);

    /// Guards the parent cgroups: the last VE's removal takes them away while another VE may be
    /// about to be made in them.
    private final Object parents = new Object();

    private CgroupTree(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
        for (Hierarchy hierarchy : hierarchies) {
            for (Controller controller : hierarchy.controllers()) {
                for (Resource resource : controller.resources()) {
                    bounds.putIfAbsent(resource, new Bound(hierarchy, controller));
                }
            }
        }
    }

    /// Looks for the hierarchies of a kernel.
    ///
    /// @param tag the parent cgroup of all VEs of a node home
    /// @param homeDevice `MAJOR:MINOR` of the whole disk under the node home, empty when there is
    ///   none
    /// @throws java.io.UncheckedIOException when the mount table cannot be read
    public static CgroupTree discover(KernelRoot root, String tag, String homeDevice) {
        return discover(root, tag, homeDevice, Optional.empty());
    }

    /// Looks for the hierarchies of the running kernel, where a VE's devices can be restricted on
    /// cgroup v2 as well: that goes by system calls, not by files.
    ///
    /// @throws java.io.UncheckedIOException when the mount table cannot be read
    public static CgroupTree discover(
            KernelRoot root, String tag, String homeDevice, Syscalls syscalls) {
        return discover(root, tag, homeDevice, Optional.of(syscalls));
    }

    private static CgroupTree discover(
            KernelRoot root, String tag, String homeDevice, Optional<Syscalls> syscalls) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("not a name for a cgroup: " + tag);
        }
        return new CgroupTree(new Discovery(root, tag, homeDevice, syscalls).hierarchies());
    }

    /// Through what each resource is bounded; every resource has an entry.
    public Map<Resource, Control> controls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            Bound bound = bounds.get(resource);
            controls.put(resource, bound == null ? Control.ABSENT : bound.controller().control());
        }
        return Collections.unmodifiableMap(controls);
    }

    /// A VE's cgroup in the hierarchy of its memory controller; empty where the node has none.
    ///
    /// @param control which version of the controller
    public Optional<Path> memory(VeId veid, Control control) {
        Bound bound = bounds.get(Resource.PHYSPAGES);
        return bound == null || bound.controller().control() != control
                ? Optional.empty()
                : Optional.of(bound.hierarchy().cgroup(veid).path());
    }

    /// The cgroup above all VEs in the v2 hierarchy; empty on a node without one.
    public Optional<Path> unified() {
        return hierarchies.stream()
                .filter(Hierarchy::unified)
                .findFirst()
                .map(hierarchy -> hierarchy.parent().path());
    }

    /// Makes the cgroups above all VEs, which the first VE would. Idempotent.
    public void prepare() throws OperationFailure {
        for (Hierarchy hierarchy : hierarchies) {
            hierarchy.makeParent();
        }
    }

    /// Takes back what [#prepare] made, where no VE is in it. Idempotent; the next VE makes it
    /// anew.
    public void tidy() {
        synchronized (parents) {
            hierarchies.forEach(hierarchy -> removeIfEmpty(hierarchy.parent().path()));
        }
    }

    /// A VE's cgroup in the hierarchy that was mounted first.
    ///
    /// @throws java.util.NoSuchElementException on a node without cgroups
    public Path first(VeId veid) {
        return hierarchies.getFirst().cgroup(veid).path();
    }

    /// What one controller shows of one resource; all absent where there is none.
    public Usage usage(VeId veid, Resource resource) {
        Bound bound = bounds.get(resource);
        return bound == null
                ? Usage.ofLimit(Reading.absent())
                : bound.controller().observe(bound.hierarchy().cgroup(veid), resource);
    }

    /// Every VE that has a cgroup in some hierarchy.
    ///
    /// @throws java.io.UncheckedIOException when a hierarchy cannot be listed
    public SortedSet<VeId> list() {
        SortedSet<VeId> ves = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            list(hierarchy.parent().path(), ves);
        }
        return ves;
    }

    /// Reads all bounds and counters of a VE. Absent when no hierarchy has its cgroup; incomplete
    /// when one lacks it or it cannot be joined as it is.
    public Reading<ObservedCgroup> observe(VeId veid) {
        int found = 0;
        boolean prepared = true;
        for (Hierarchy hierarchy : hierarchies) {
            try {
                found += hierarchy.cgroup(veid).exists() ? 1 : 0;
                prepared &= hierarchy.prepared(veid);
            } catch (IOException e) {
                return Reading.unreadable("find the cgroup of VE " + veid + ": " + FileErrno.of(e));
            } catch (ErrnoException e) {
                return Reading.unreadable("find the cgroup of VE " + veid + ": " + e.getMessage());
            }
        }
        return found == 0
                ? Reading.absent()
                : Reading.present(
                        new ObservedCgroup(found == hierarchies.size() && prepared, usages(veid)));
    }

    /// Makes a VE's cgroup in every hierarchy that lacks it and brings all into a state in which
    /// processes may join. Idempotent; existing bounds stay.
    public void create(VeId veid) throws OperationFailure {
        for (Hierarchy hierarchy : hierarchies) {
            synchronized (parents) {
                hierarchy.makeParent();
                hierarchy.make(veid);
            }
        }
    }

    /// Sets one bound, rounded as the kernel would. Idempotent. Kills nothing when lowered below
    /// held: it fails with [FailureKind#BUSY] where the kernel cannot make the VE fit, and then
    /// changes nothing.
    public void set(VeId veid, Resource resource, Limit limit) throws OperationFailure {
        Bound bound = bounds.get(resource);
        if (bound == null) {
            throw failure(veid, resource, limit, FailureKind.UNSUPPORTED, "no controller here");
        }
        if (limit instanceof Limit.Value(Amount amount) && !Rounding.fits(resource, amount)) {
            throw failure(veid, resource, limit, FailureKind.REJECTED, "not of its unit");
        }
        if (limit instanceof Limit.NotManaged) {
            throw failure(veid, resource, limit, FailureKind.REJECTED, "nothing to set");
        }
        Limit exact = Rounding.readBack(bound.controller().control(), resource, limit);
        bound.controller().set(bound.hierarchy().cgroup(veid), resource, exact);
    }

    /// Removes a VE's cgroup from every hierarchy, with what the VE made below it. Success when
    /// there is none. [FailureKind#BUSY] while processes are left.
    public void remove(VeId veid) throws OperationFailure {
        for (Hierarchy hierarchy : hierarchies) {
            Removal.remove(hierarchy.cgroup(veid));
            synchronized (parents) {
                removeIfEmpty(hierarchy.parent().path());
            }
        }
    }

    /// The `cgroup.procs` of a VE in every hierarchy: a process is in the VE when it is in all.
    public List<Path> procsFiles(VeId veid) {
        return hierarchies.stream().map(h -> h.cgroup(veid).file("cgroup.procs")).toList();
    }

    /// A VE's cgroup in every hierarchy, whether it is there or not.
    public List<Path> directories(VeId veid) {
        return hierarchies.stream().map(hierarchy -> hierarchy.cgroup(veid).path()).toList();
    }

    /// The host pids of everything in a VE, in ascending order, those in cgroups that it made
    /// itself included. A process that is still on its way into the VE counts as soon as one
    /// hierarchy has it.
    ///
    /// @throws java.io.UncheckedIOException when a cgroup cannot be read
    public List<Integer> processes(VeId veid) {
        SortedSet<Integer> pids = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            pids.addAll(NestedCgroups.processes(hierarchy.cgroup(veid)));
        }
        return new ArrayList<>(pids);
    }

    /// The same as one hierarchy has them, the one that counts them where there is such: what
    /// counters are taken of, at the price of one file and not of one in each hierarchy.
    ///
    /// @throws java.io.UncheckedIOException when a cgroup cannot be read
    public List<Integer> processesCounted(VeId veid) {
        Bound bound = bounds.get(Resource.NUMPROC);
        Hierarchy hierarchy = bound == null ? hierarchies.getFirst() : bound.hierarchy();
        return NestedCgroups.processes(hierarchy.cgroup(veid)).stream().sorted().toList();
    }

    /// Gives a VE's root its part of the v2 hierarchy, so that an init such as systemd can make
    /// cgroups there. The bounds stay out of its reach. Idempotent.
    public void delegate(VeId veid, long uid) throws OperationFailure {
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.unified()) {
                Delegation.give(hierarchy.cgroup(veid), uid);
            }
        }
    }

    private Map<Resource, Usage> usages(VeId veid) {
        Map<Resource, Usage> usages = new TreeMap<>();
        bounds.forEach((resource, bound) ->
                usages.put(
                        resource,
                        bound.controller().observe(bound.hierarchy().cgroup(veid), resource)));
        return usages;
    }

    private static void list(Path parent, SortedSet<VeId> ves) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                VeDirectoryName.parse(child.getFileName().toString())
                        .ifPresent(veid -> ves.add(veid));
            }
        } catch (NoSuchFileException _) {
            // No VE was ever made in this hierarchy.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void removeIfEmpty(Path parent) {
        try {
            Files.delete(parent);
        } catch (IOException _) {
            // Other VEs are in it (EBUSY), or it is gone; both are as they should be.
        }
    }

    private static OperationFailure failure(
            VeId veid, Resource resource, Limit limit, FailureKind kind, String reason) {
        return new OperationFailure(
                kind,
                "set " + resource.key() + " of VE " + veid + " to " + limit.text() + ": " + reason);
    }
}
