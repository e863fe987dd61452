package org.vzgit.schema.document;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Rollout;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;

/// Which syntax each field has. A field that is not here is text or a list of texts, of which the
/// JSON Schema says everything.
final class FieldSyntax {
    private static final Map<VeField, ValueSyntax> SYNTAX = table();

    private static final Map<VeField, Beancounter> BEANCOUNTERS = beancounters();

    private FieldSyntax() {}

    static Optional<ValueSyntax> of(VeField field) {
        return Optional.ofNullable(SYNTAX.get(field));
    }

    /// The beancounter that a field bounds.
    static Optional<Beancounter> beancounterOf(VeField field) {
        return Optional.ofNullable(BEANCOUNTERS.get(field));
    }

    static VeField fieldOf(Beancounter beancounter) {
        return VeField.at("beancounters." + beancounter.key()).orElseThrow();
    }

    private static Map<VeField, Beancounter> beancounters() {
        Map<VeField, Beancounter> fields = new EnumMap<>(VeField.class);
        for (Beancounter beancounter : Beancounter.values()) {
            fields.put(fieldOf(beancounter), beancounter);
        }
        fields.put(VeField.MEMORY_RAM, Beancounter.PHYSPAGES);
        fields.put(VeField.MEMORY_SWAP, Beancounter.SWAPPAGES);
        return Collections.unmodifiableMap(fields);
    }

    private static Map<VeField, ValueSyntax> table() {
        Map<VeField, ValueSyntax> table = new EnumMap<>(VeField.class);
        for (Beancounter beancounter : Beancounter.values()) {
            table.put(fieldOf(beancounter), new BoundsSyntax(unitOf(beancounter)));
        }
        table.put(VeField.MEMORY_RAM, FieldSyntax::ram);
        table.put(VeField.MEMORY_SWAP, FieldSyntax::ram);
        table.put(VeField.DISK_SPACE, new BoundsSyntax(AmountSyntax.BLOCKS));
        table.put(VeField.DISK_INODES, new BoundsSyntax(AmountSyntax.ITEMS));
        table.put(
                VeField.DISK_GRACE_TIME,
                NumberSyntax.whole(0, DiskTerms.GRACE_SECONDS_MAX, Count::new));
        table.put(VeField.DISK_USER_QUOTA, NumberSyntax.whole(0, Integer.MAX_VALUE, Count::new));
        table.put(
                VeField.CPU_UNITS,
                NumberSyntax.whole(CpuUnits.MIN, CpuUnits.MAX, n -> new CpuUnits((int) n)));
        table.put(VeField.CPU_LIMIT, NumberSyntax::cpuLimit);
        table.put(VeField.CPU_CPUS, NumberSyntax.capped(CpuSet.CPUS_MAX, Count::new));
        table.put(VeField.CPU_MASK, new CpuSetSyntax(true));
        table.put(VeField.CPU_NODEMASK, new CpuSetSyntax(false));
        table.put(
                VeField.IO_PRIORITY,
                NumberSyntax.whole(0, IoPriority.MAX, n -> new IoPriority((int) n)));
        table.put(VeField.AVNUMPROC, NumberSyntax.whole(0, Long.MAX_VALUE, Count::new));
        table.put(VeField.IO_LIMIT, NumberSyntax::bandwidth);
        table.put(VeField.IO_IOPS, NumberSyntax.capped(Integer.MAX_VALUE, OpsPerSecond::new));
        table.put(VeField.WAVE, NumberSyntax.whole(0, Rollout.WAVE_MAX, Count::new));
        table.put(VeField.BINDMOUNTS, BindMountSyntax::read);
        table.put(VeField.ACTION_SCRIPTS, ScriptSyntax::read);
        table.put(VeField.NETWORK_INTERFACES, NetifSyntax::read);
        table.put(VeField.RATE, RateSyntax::rate);
        table.put(VeField.RATEBOUND, RateSyntax::bound);
        table.put(VeField.BOOTORDER, NumberSyntax.whole(0, Integer.MAX_VALUE, Count::new));
        table.put(VeField.STOP_TIMEOUT, NumberSyntax.whole(0, Seconds.MAX, FieldSyntax::seconds));
        table.put(VeField.NETWORK_ADDRESSES, AddressSyntax::own);
        table.put(VeField.NETWORK_NAMESERVERS, AddressSyntax::servers);
        return Collections.unmodifiableMap(table);
    }

    private static AmountSyntax unitOf(Beancounter beancounter) {
        return switch (beancounter.unit()) {
            case BYTES -> AmountSyntax.BYTES;
            case PAGES -> AmountSyntax.PAGES;
            case ITEMS -> AmountSyntax.ITEMS;
        };
    }

    private static Amount seconds(long value) {
        return new Count(value);
    }

    /// vzctl's `--ram N` and `--swap N` are short for a barrier of 0 and a limit of N.
    private static FieldValue ram(Written written) throws BadValue {
        Limit none = Limit.of(new org.vzgit.schema.Pages(0));
        return new FieldValue.Bounds(
                new BarrierLimit(none, AmountSyntax.RAM.parse(written.text())));
    }
}
