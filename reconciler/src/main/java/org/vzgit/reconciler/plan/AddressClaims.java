package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Takes steps out of plans that would take an address from a VE that keeps it.
///
/// The host has one route to an address, so such a step fails at every pass until the other VE lets
/// go, and a start would take its VE down and up again for nothing.
final class AddressClaims {
    private final SortedMap<VeId, VePlan> plans;
    private final DesiredState desired;
    private final Map<IpAddress, VeId> holders = new HashMap<>();

    private AddressClaims(SortedMap<VeId, VePlan> plans, ObservedNode live, DesiredState desired) {
        this.plans = new TreeMap<>(plans);
        this.desired = desired;
        live.ves()
                .forEach((veid, ve) ->
                        ve.network()
                                .toOptional()
                                .ifPresent(network ->
                                        network.routed()
                                                .forEach(address -> holders.put(address, veid))));
    }

    /// The plans without what cannot succeed. What is taken out of one plan can be what another
    /// waited for, hence the rounds; each takes at least one step away, so they end.
    static SortedMap<VeId, VePlan> settle(SortedMap<VeId, VePlan> plans, PlanRequest request) {
        AddressClaims claims = new AddressClaims(plans, request.live(), request.desired());
        while (claims.dropsOne()) {
            // The next round sees what is left.
        }
        return claims.plans;
    }

    private boolean dropsOne() {
        for (VeId taker : plans.keySet()) {
            for (Draft draft : planOf(taker).drafts()) {
                Optional<Contended.Address> refused = refused(taker, draft);
                if (refused.isPresent()) {
                    plans.put(taker, without(taker, draft, refused.get().address()));
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<Contended.Address> refused(VeId taker, Draft draft) {
        for (Contended taken : draft.takes()) {
            if (taken instanceof Contended.Address address) {
                VeId holder = holders.getOrDefault(address.address(), taker);
                if (!holder.equals(taker) && !frees(holder, address)) {
                    return Optional.of(address);
                }
            }
        }
        return Optional.empty();
    }

    private boolean frees(VeId holder, Contended.Address address) {
        return planOf(holder).drafts().stream().anyMatch(draft -> draft.frees().contains(address));
    }

    private VePlan without(VeId taker, Draft refused, IpAddress address) {
        VePlan plan = planOf(taker);
        List<Blocked> blocked = new ArrayList<>(plan.blocked());
        blocked.add(
                new Blocked(
                        taker,
                        nameOf(taker),
                        Blocked.Reason.ADDRESS_TAKEN,
                        "address " + address + " is with VE " + keeper(address),
                        refused.cause().origin()));
        return new VePlan(rest(plan.drafts(), refused), blocked);
    }

    /// A VE that is to start starts with all of its addresses or not at all; one that runs gets its
    /// other changes.
    private static List<Draft> rest(List<Draft> drafts, Draft refused) {
        if (drafts.stream().anyMatch(draft -> draft.operation() instanceof ReleaseInit)) {
            return List.of();
        }
        Set<Draft> dropped = new HashSet<>(Set.of(refused));
        List<Draft> kept = new ArrayList<>();
        for (Draft draft : drafts) {
            // Drafts stand behind those they wait for, so one pass sees everything.
            if (draft == refused || draft.after().stream().anyMatch(dropped::contains)) {
                dropped.add(draft);
            } else {
                kept.add(draft);
            }
        }
        return kept;
    }

    private String keeper(IpAddress address) {
        VeId holder = Objects.requireNonNull(holders.get(address));
        VePlan plan = planOf(holder);
        if (!plan.blocked().isEmpty()) {
            Blocked why = plan.blocked().getFirst();
            return why.name() + " (" + holder + "), which keeps it: " + why.detail();
        }
        return holder + ", which keeps it; take the address from that VE first";
    }

    private String nameOf(VeId veid) {
        VeSpec spec = desired.ves().get(veid);
        return spec == null ? veid.toString() : spec.name().value();
    }

    private VePlan planOf(VeId veid) {
        return plans.getOrDefault(veid, VePlan.NOTHING);
    }
}
