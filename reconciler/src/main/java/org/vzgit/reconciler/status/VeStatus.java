package org.vzgit.reconciler.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.text.DiskText;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.reconciler.ubc.Trouble;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// How one VE stands to its desired state.
///
/// @param differences the fields that differ; empty when in sync, and when nothing could be read
/// @param blocked why no plan may change it; empty when nothing is blocked
/// @param beancounters the rows in trouble; `vzgit ubc` shows all
/// @param disk empty when nobody counts it
record VeStatus(
        VeIdentity ve,
        RunStatus status,
        List<Difference> differences,
        String blocked,
        Map<String, Held> resources,
        Map<String, Counter> beancounters,
        Optional<DiskStatus> disk) {
    /// The two that tell most about a VE; `list` shows all.
    private static final List<Resource> SHOWN = List.of(Resource.NUMPROC, Resource.PHYSPAGES);

    public VeStatus {
        differences = List.copyOf(differences);
        resources = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(resources));
        beancounters = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(beancounters));
    }

    public record VeIdentity(int veid, String name) {}

    /// @param from what the kernel has
    public record Difference(String field, String from, String to) {}

    /// Both in canonical written form, or `-` when not known.
    public record Held(String held, String limit) {}

    /// A row of `/proc/user_beancounters`, in the beancounter's own unit.
    ///
    /// @param limit the bound that is tested
    public record Counter(long held, long maxheld, long limit, long failcnt) {}

    @JsonIgnore
    public boolean inSync() {
        return differences.isEmpty() && blocked.isEmpty() && status != RunStatus.UNMANAGED;
    }

    /// Different, and nothing keeps a plan from changing it.
    @JsonIgnore
    public boolean pending() {
        return !differences.isEmpty() && blocked.isEmpty();
    }

    static List<VeStatus> all(DesiredState desired, ObservedNode live, Plan plan) {
        Map<VeId, Change> changes = new HashMap<>();
        plan.changes().forEach(change -> changes.put(change.veid(), change));
        Map<VeId, Blocked> blocked = new HashMap<>();
        plan.blocked().forEach(item -> blocked.putIfAbsent(item.veid(), item));
        Map<VeId, VeSpec> wanted = desired.vesOn(plan.node());
        TreeSet<VeId> all = new TreeSet<>(live.ves().keySet());
        all.addAll(wanted.keySet());
        all.addAll(changes.keySet());
        all.addAll(blocked.keySet());
        List<VeStatus> result = new ArrayList<>();
        for (VeId veid : all) {
            Known known =
                    new Known(
                            Optional.ofNullable(wanted.get(veid)),
                            live.ve(veid),
                            Optional.ofNullable(changes.get(veid)),
                            Optional.ofNullable(blocked.get(veid)));
            result.add(known.status());
        }
        return result;
    }

    /// Everything that is known about one VE.
    private record Known(
            Optional<VeSpec> spec,
            ObservedVe live,
            Optional<Change> change,
            Optional<Blocked> blocking) {
        VeStatus status() {
            VeIdentity identity = new VeIdentity(live.veid().value(), name());
            return new VeStatus(
                    identity,
                    word(),
                    differences(),
                    blocked(),
                    resources(),
                    beancounters(),
                    disk());
        }

        private String name() {
            return spec.map(wanted -> wanted.name().value())
                    .or(() -> blocking.map(Blocked::name))
                    .orElseGet(() -> VeNames.ofLive(live));
        }

        private RunStatus word() {
            boolean ours =
                    spec.isPresent() || change.filter(Change.Remove.class::isInstance).isPresent();
            boolean foreign =
                    blocking.filter(b -> b.reason() == Blocked.Reason.FOREIGN).isPresent();
            boolean unknown = change.filter(Change.Unknown.class::isInstance).isPresent();
            RunStatus seen = RunStatus.of(live);
            return foreign || (!ours && !unknown) ? RunStatus.UNMANAGED : seen;
        }

        private List<Difference> differences() {
            if (change.isEmpty()) {
                return List.of();
            }
            return switch (change.get()) {
                case Change.Create create ->
                        List.of(new Difference("state", "missing", word(create.spec())));
                case Change.Update update ->
                        update.fields().stream().map(Known::difference).toList();
                case Change.Remove _ ->
                        List.of(new Difference("state", RunStatus.of(live).word(), "removed"));
                case Change.Keep _, Change.Unknown _ -> List.of();
            };
        }

        private String blocked() {
            return blocking.map(Blocked::detail).orElseGet(this::unreadable);
        }

        private String unreadable() {
            return change.isPresent() && change.get() instanceof Change.Unknown unknown
                    ? unknown.reason()
                    : "";
        }

        private Optional<DiskStatus> disk() {
            return DiskText.of(live).map(DiskStatus::of);
        }

        private Map<String, Held> resources() {
            Map<String, Held> held = new HashMap<>();
            live.cgroup()
                    .toOptional()
                    .ifPresent(cgroup -> {
                        for (Resource resource : SHOWN) {
                            Usage usage = cgroup.usages().get(resource);
                            if (usage != null) {
                                held.put(resource.key(), held(usage));
                            }
                        }
                    });
            return held;
        }

        private Map<String, Counter> beancounters() {
            Map<String, Counter> trouble = new HashMap<>();
            live.beancounters()
                    .toOptional()
                    .ifPresent(rows ->
                            rows.forEach((resource, row) -> {
                                if (Trouble.DEFAULT.has(resource, row)) {
                                    trouble.put(resource.key(), counter(resource, row));
                                }
                            }));
            return trouble;
        }

        private static Counter counter(Beancounter resource, UbcRow row) {
            long tested = UbcRow.tested(resource, row.barrier(), row.limit());
            return new Counter(row.held(), row.maxheld(), tested, row.failcnt());
        }

        private static Held held(Usage usage) {
            return new Held(
                    usage.held().toOptional().map(Amount::text).orElse("-"),
                    usage.limit().toOptional().map(Limit::text).orElse("-"));
        }

        private static Difference difference(FieldChange field) {
            return new Difference(field.field(), field.from(), field.to());
        }

        private static String word(VeSpec spec) {
            return spec.state().name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
