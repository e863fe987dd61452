package org.vzgit.schema.document;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.Overcommit.Threshold;

/// Reads what a Node document says of the node's size, and how much more it may promise.
///
/// @param wrong takes what is wrong at a pointer
record NodeCapacity(Document document, Refusal wrong) {
    private static final String CAPACITY = "/spec/capacity";
    private static final String OVERCOMMIT = "/spec/overcommit";

    /// Takes a value that its field does not take.
    @FunctionalInterface
    interface Refusal {
        void refuse(String pointer, BadValue why);
    }

    Capacity read() {
        Map<Kind, Long> amounts = new EnumMap<>(Kind.class);
        bytes("/memory").ifPresent(size -> amounts.put(Kind.MEMORY, size));
        bytes("/swap").ifPresent(size -> amounts.put(Kind.SWAP, size));
        bytes("/disk").ifPresent(size -> amounts.put(Kind.DISK, size));
        count("/processes").ifPresent(count -> amounts.put(Kind.PROCESSES, count));
        count("/cpuUnits").ifPresent(count -> amounts.put(Kind.CPU_UNITS, count));
        return new Capacity(cpus(), amounts, overcommit());
    }

    private OptionalInt cpus() {
        int cpus = document.json(CAPACITY + "/cpus").asInt(0);
        return cpus < 1 || cpus > CpuSet.CPUS_MAX ? OptionalInt.empty() : OptionalInt.of(cpus);
    }

    /// The schema check has seen to the range.
    private Optional<Long> count(String name) {
        long count = document.json(CAPACITY + name).asLong(0);
        return count < 1 ? Optional.empty() : Optional.of(count);
    }

    private Optional<Long> bytes(String name) {
        String pointer = CAPACITY + name;
        if (document.place(pointer).isEmpty()) {
            return Optional.empty();
        }
        try {
            Limit limit = AmountSyntax.BYTES.parse(new Written(document, pointer).text());
            return limit instanceof Limit.Value(Bytes(long size))
                    ? Optional.of(size)
                    : Optional.empty();
        } catch (BadValue e) {
            wrong.refuse(pointer, e);
            return Optional.empty();
        }
    }

    private Overcommit overcommit() {
        Map<CapacityFigure, Threshold> thresholds = new EnumMap<>(CapacityFigure.class);
        for (CapacityFigure figure : CapacityFigure.values()) {
            String pointer = OVERCOMMIT + "/" + figure.key();
            if (document.place(pointer).isPresent()) {
                threshold(pointer).ifPresent(threshold -> thresholds.put(figure, threshold));
            }
        }
        return new Overcommit(thresholds);
    }

    private Optional<Threshold> threshold(String pointer) {
        try {
            return Optional.of(
                    new Threshold(
                            percent(pointer + "/warn"),
                            percent(pointer + "/deny"),
                            document.keySpan(pointer).origin()));
        } catch (IllegalArgumentException e) {
            wrong.refuse(
                    pointer,
                    new BadValue(DiagnosticCode.BAD_THRESHOLD, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private OptionalInt percent(String pointer) {
        return document.place(pointer).isPresent()
                ? OptionalInt.of(document.json(pointer).asInt(0))
                : OptionalInt.empty();
    }
}
