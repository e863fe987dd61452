package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeSpec;

/// One bound of a VE that is not what is wanted.
///
/// @param from the bound in force; empty when the VE has no cgroup for this resource
/// @param to the bound as it was written; the kernel may round it
public record ResourceChange(Resource resource, Optional<Limit> from, Limit to) {

    /// The managed resources that this kernel can bound and whose bound differs, in the order of
    /// [Resource]. Bounds are compared as the kernel will report them, so a value that it rounds is
    /// no difference.
    public static List<ResourceChange> of(VeSpec spec, Features features, ObservedVe live) {
        Map<Resource, Usage> usages =
                live.cgroup().toOptional().map(ObservedCgroup::usages).orElse(Map.of());
        List<ResourceChange> changes = new ArrayList<>();
        spec.resources()
                .forEach((resource, wanted) -> {
                    Control control = features.controlOf(resource);
                    Optional<Limit> inForce = limitIn(usages, resource);
                    if (isManaged(wanted)
                            && control != Control.ABSENT
                            && !isInForce(inForce, Rounding.readBack(control, resource, wanted))) {
                        changes.add(new ResourceChange(resource, inForce, wanted));
                    }
                });
        return changes;
    }

    /// The managed resources for which the running kernel has no means.
    public static List<Resource> withoutMeans(VeSpec spec, Features features) {
        List<Resource> missing = new ArrayList<>();
        spec.resources()
                .forEach((resource, wanted) -> {
                    if (isManaged(wanted) && features.controlOf(resource) == Control.ABSENT) {
                        missing.add(resource);
                    }
                });
        return missing;
    }

    /// Takes away from what the VE had.
    public boolean lowers() {
        return from.isPresent() && compare(to, from.get()) < 0;
    }

    /// Gives more than the VE had; a VE without a cgroup had nothing.
    public boolean raises() {
        return from.isEmpty() || compare(to, from.get()) > 0;
    }

    static boolean isManaged(Limit limit) {
        return switch (limit) {
            case Limit.NotManaged _ -> false;
            case Limit.Value _, Limit.Unlimited _ -> true;
        };
    }

    private static boolean isInForce(Optional<Limit> inForce, Limit wanted) {
        return inForce.isPresent() && inForce.get().equals(wanted);
    }

    private static Optional<Limit> limitIn(Map<Resource, Usage> usages, Resource resource) {
        Usage usage = usages.get(resource);
        return usage == null
                ? Optional.empty()
                : switch (usage.limit()) {
                    case Reading.Present<Limit>(Limit limit) -> Optional.of(limit);
                    case Reading.Absent<Limit> _, Reading.Unreadable<Limit> _ -> Optional.empty();
                };
    }

    private static int compare(Limit left, Limit right) {
        OptionalLong a = magnitude(left);
        OptionalLong b = magnitude(right);
        return a.isPresent() && b.isPresent() ? Long.compare(a.getAsLong(), b.getAsLong()) : 0;
    }

    private static OptionalLong magnitude(Limit limit) {
        return switch (limit) {
            case Limit.Unlimited _ -> OptionalLong.of(Long.MAX_VALUE);
            case Limit.NotManaged _ -> OptionalLong.empty();
            case Limit.Value(Amount amount) -> magnitude(amount);
        };
    }

    private static OptionalLong magnitude(Amount amount) {
        return switch (amount) {
            case Bytes(long value) -> OptionalLong.of(value);
            case Pages(long value) -> OptionalLong.of(value);
            case Count(long value) -> OptionalLong.of(value);
            case CpuUnits(int value) -> OptionalLong.of(value);
            case CpuPercent(int value) -> OptionalLong.of(value);
            case IoPriority(int value) -> OptionalLong.of(value);
            case BytesPerSecond(long value) -> OptionalLong.of(value);
            case OpsPerSecond(long value) -> OptionalLong.of(value);
            // Neither of two sets of CPUs need be more than the other.
            case CpuSet _ -> OptionalLong.empty();
        };
    }
}
