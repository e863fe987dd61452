package org.vzgit.kernel.simulated;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.schema.VeId;

/// Everything that the simulated node has of one VE.
final class SimulatedVe {
    private final VeId veid;
    private final Map<Part, String> unreadable = new EnumMap<>(Part.class);
    Optional<SimulatedArea> area = Optional.empty();
    Optional<SimulatedCgroup> cgroup = Optional.empty();
    Optional<SimulatedInit> init = Optional.empty();
    Optional<SimulatedLink> link = Optional.empty();

    SimulatedVe(VeId veid) {
        this.veid = veid;
    }

    SimulatedVe copy() {
        SimulatedVe copy = new SimulatedVe(veid);
        copy.unreadable.putAll(unreadable);
        copy.area = area;
        copy.cgroup = cgroup.map(SimulatedCgroup::copy);
        copy.init = init;
        copy.link = link.map(SimulatedLink::copy);
        return copy;
    }

    VeId veid() {
        return veid;
    }

    void obscure(Part part, String reason) {
        unreadable.put(part, reason);
    }

    void reveal() {
        unreadable.clear();
    }

    /// All processes end; the link loses its inside.
    void die() {
        init = Optional.empty();
        link.ifPresent(SimulatedLink::breakDown);
    }

    boolean isNothing() {
        return unreadable.isEmpty()
                && area.isEmpty()
                && cgroup.isEmpty()
                && init.isEmpty()
                && link.isEmpty();
    }

    ObservedVe observed() {
        Reading<Resolver> resolver =
                area.flatMap(SimulatedArea::resolver)
                        .map(Reading::present)
                        .orElse(Reading.absent());
        return new ObservedVe(
                veid,
                read(Part.PRIVATE_AREA, area.map(SimulatedArea::observed)),
                read(Part.CGROUP, cgroup.map(SimulatedCgroup::observed)),
                read(Part.INIT, init.map(process -> process.observed(resolver))),
                read(Part.NETWORK, link.map(SimulatedLink::observed)),
                read(Part.BEANCOUNTERS, cgroup.map(SimulatedCgroup::counted)));
    }

    private <T> Reading<T> read(Part part, Optional<T> value) {
        String reason = unreadable.get(part);
        if (reason != null) {
            return Reading.unreadable(reason);
        }
        return value.map(Reading::present).orElse(Reading.absent());
    }

    /// What is read of a VE in one go.
    enum Part {
        PRIVATE_AREA,
        CGROUP,
        INIT,
        NETWORK,
        BEANCOUNTERS
    }
}
