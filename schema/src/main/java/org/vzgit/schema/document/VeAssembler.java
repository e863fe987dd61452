package org.vzgit.schema.document;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Rollout;
import org.vzgit.schema.Rollout.Predecessor;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.VeSpec.FieldUse;

/// Turns folded fields into a [VeSpec]: field names become resources, shortcuts the bounds that
/// they are short for.
final class VeAssembler {
    /// Files from 32-bit nodes write LONG_MAX of that time; vzctl takes it for unlimited.
    private static final Limit PHYSPAGES_32_BIT_UNLIMITED = Limit.of(new Pages(Integer.MAX_VALUE));

    private final VeSpec.Builder builder;
    private final VeId veid;
    private final Fields fields;

    private VeAssembler(VeSpec.Builder builder, VeId veid, Fields fields) {
        this.builder = builder;
        this.veid = veid;
        this.fields = fields;
    }

    static void assemble(VeSpec.Builder builder, VeId veid, Fields fields) {
        VeAssembler assembler = new VeAssembler(builder, veid, fields);
        fields.settings().forEach(assembler::put);
        assembler.putCpuLimit();
        assembler.putNetwork();
        builder.disk(DiskFields.of(fields));
        assembler.putRollout();
        assembler.putBoot();
        builder.noatime(assembler.isWord(VeField.NOATIME, "yes", "true"));
        builder.bindMounts(
                assembler.words(VeField.BINDMOUNTS).stream().map(BindMount::parse).toList());
    }

    private void put(VeField field, Setting setting) {
        builder.writtenAt(field, setting.at().origin());
        if (field.support() == Support.NOT_YET || setting.value() instanceof FieldValue.NotYet) {
            builder.unsupported(new FieldUse(field, setting.at().origin()));
        }
        switch (setting.value()) {
            case FieldValue.Bounds(BarrierLimit bounds) -> putBounds(field, bounds);
            case FieldValue.Single(Limit limit) -> putSingle(field, limit);
            case FieldValue.Words(List<String> words) -> putWords(field, words);
            case FieldValue.NotYet _ -> putNotYet(field);
            case FieldValue.Addresses _, FieldValue.NodeShare _ -> {}
        }
    }

    private void putBounds(VeField field, BarrierLimit bounds) {
        FieldSyntax.beancounterOf(field)
                .ifPresent(beancounter -> {
                    putBeancounter(beancounter, bounds);
                    fields.get(field)
                            .ifPresent(s ->
                                    builder.writtenAt(
                                            FieldSyntax.fieldOf(beancounter), s.at().origin()));
                });
    }

    private void putBeancounter(Beancounter beancounter, BarrierLimit bounds) {
        builder.beancounter(beancounter, bounds);
        Limit enforced =
                switch (beancounter.meaning()) {
                    case BARRIER, BOTH -> bounds.barrier();
                    case LIMIT -> bounds.limit();
                };
        switch (beancounter) {
            case NUMPROC -> builder.resource(Resource.NUMPROC, enforced);
            case PHYSPAGES ->
                    builder.resource(
                            Resource.PHYSPAGES,
                            enforced.equals(PHYSPAGES_32_BIT_UNLIMITED)
                                    ? Limit.UNLIMITED
                                    : enforced);
            case SWAPPAGES -> builder.resource(Resource.SWAPPAGES, enforced);
            default -> {}
        }
    }

    private void putSingle(VeField field, Limit limit) {
        switch (field) {
            case CPU_UNITS -> builder.resource(Resource.CPUUNITS, limit);
            case CPU_MASK -> builder.resource(Resource.CPUMASK, limit);
            case CPU_NODEMASK -> builder.resource(Resource.NODEMASK, limit);
            case IO_PRIORITY -> builder.resource(Resource.IOPRIO, limit);
            case IO_LIMIT -> builder.resource(Resource.IOLIMIT, limit);
            case IO_IOPS -> builder.resource(Resource.IOPSLIMIT, limit);
            case STOP_TIMEOUT -> builder.stopTimeout(seconds(limit));
            default -> {}
        }
    }

    private static Seconds seconds(Limit limit) {
        return limit instanceof Limit.Value(Count(long value)) && value > 0
                ? new Seconds((int) value)
                : VeSpec.STOP_TIMEOUT_DEFAULT;
    }

    private void putWords(VeField field, List<String> words) {
        switch (field) {
            case CLONE_OF -> builder.cloneOf(new VeName(words.getFirst()));
            case HOSTNAME -> builder.hostname(words.getFirst());
            case DESCRIPTION -> builder.description(words.getFirst());
            case STATE ->
                    builder.state(
                            words.getFirst().equals("stopped")
                                    ? RunState.STOPPED
                                    : RunState.RUNNING);
            case DELETION ->
                    builder.deletion(
                            words.getFirst().equals("destroy")
                                    ? DeletionPolicy.DESTROY
                                    : DeletionPolicy.RETAIN);
            default -> {}
        }
    }

    private void putNotYet(VeField field) {
        if (field == VeField.STATE) {
            builder.state(RunState.SUSPENDED);
        }
    }

    /// The kernel has one cap; OpenVZ's number of CPUs is one more way to write it.
    private void putCpuLimit() {
        Limit limit = single(VeField.CPU_LIMIT);
        Limit cpus = single(VeField.CPU_CPUS);
        if (cpus instanceof Limit.Value(Count(long count))) {
            cpus = Limit.of(new CpuPercent((int) (100 * count)));
        }
        Limit smaller = smaller(limit, cpus);
        if (!smaller.equals(Limit.NOT_MANAGED)) {
            builder.resource(Resource.CPULIMIT, smaller);
            VeField source = smaller.equals(limit) ? VeField.CPU_LIMIT : VeField.CPU_CPUS;
            fields.get(source)
                    .ifPresent(s -> builder.writtenAt(VeField.CPU_LIMIT, s.at().origin()));
        }
    }

    private Limit single(VeField field) {
        return fields.get(field)
                .map(Setting::value)
                .filter(FieldValue.Single.class::isInstance)
                .map(value -> ((FieldValue.Single) value).limit())
                .orElse(Limit.NOT_MANAGED);
    }

    private static Limit smaller(Limit one, Limit other) {
        if (one instanceof Limit.Value(CpuPercent(int a))
                && other instanceof Limit.Value(CpuPercent(int b))) {
            return a <= b ? one : other;
        }
        if (one instanceof Limit.Value || other.equals(Limit.NOT_MANAGED)) {
            return one;
        }
        return other;
    }

    private void putNetwork() {
        var addresses =
                fields.get(VeField.NETWORK_ADDRESSES)
                        .map(Setting::value)
                        .filter(FieldValue.Addresses.class::isInstance)
                        .map(value -> ((FieldValue.Addresses) value).places().keySet());
        builder.network(
                new NetworkSpec(
                        new TreeSet<>(addresses.orElse(Collections.emptySet())),
                        words(VeField.NETWORK_NAMESERVERS),
                        words(VeField.NETWORK_SEARCHDOMAINS),
                        words(VeField.RATE).stream().findFirst().map(NetRate::parse),
                        words(VeField.NETWORK_INTERFACES).stream()
                                .map(text -> NetInterface.parse(text, veid))
                                .toList()));
    }

    private void putRollout() {
        int wave =
                single(VeField.WAVE) instanceof Limit.Value(Count(long number)) ? (int) number : 0;
        List<Predecessor> after = words(VeField.AFTER).stream().map(Predecessor::parse).toList();
        builder.rollout(new Rollout(wave, after));
    }

    /// A disabled VE is one that is to be stopped, whatever `state` says.
    private void putBoot() {
        long order =
                single(VeField.BOOTORDER) instanceof Limit.Value(Count(long number))
                        ? number
                        : BootPolicy.LAST;
        boolean disabled = isWord(VeField.DISABLED, "yes", "true");
        builder.boot(new BootPolicy(!isWord(VeField.ONBOOT, "no", "false"), order, disabled));
        if (disabled) {
            builder.state(RunState.STOPPED);
            fields.get(VeField.DISABLED)
                    .ifPresent(s -> builder.writtenAt(VeField.STATE, s.at().origin()));
        }
    }

    private boolean isWord(VeField field, String openVz, String yaml) {
        List<String> words = words(field);
        return words.contains(openVz) || words.contains(yaml);
    }

    private List<String> words(VeField field) {
        return fields.get(field)
                .map(Setting::value)
                .filter(FieldValue.Words.class::isInstance)
                .map(value -> ((FieldValue.Words) value).words())
                .orElse(List.of());
    }
}
