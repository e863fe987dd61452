package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.BAD_VALUE;
import static org.vzgit.schema.DiagnosticCode.BARRIER_ABOVE_LIMIT;

import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
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

/// `N`, `barrier:limit` or a mapping with both.
record BoundsSyntax(AmountSyntax unit) implements ValueSyntax {

    @Override
    public FieldValue read(Written written) throws BadValue {
        return written.json().isObject() ? mapping(written) : text(written.text());
    }

    private FieldValue mapping(Written written) throws BadValue {
        Limit barrier = entry(written, "barrier");
        Limit limit = entry(written, "limit");
        try {
            return ordered(barrier, limit);
        } catch (BadValue e) {
            throw e.inPart("/barrier");
        }
    }

    private Limit entry(Written written, String key) throws BadValue {
        String text = written.text(key);
        try {
            return unit.parse(text);
        } catch (BadValue e) {
            throw e.inPart("/" + key);
        }
    }

    private FieldValue text(String text) throws BadValue {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new FieldValue.Bounds(BarrierLimit.both(unit.parse(text)));
        }
        if (text.indexOf(':', colon + 1) >= 0) {
            throw new BadValue(BAD_VALUE, Quantity.quote(text) + " has more than two bounds");
        }
        return ordered(unit.parse(text.substring(0, colon)), unit.parse(text.substring(colon + 1)));
    }

    private static FieldValue ordered(Limit barrier, Limit limit) throws BadValue {
        if (size(barrier) > size(limit)) {
            throw new BadValue(
                    BARRIER_ABOVE_LIMIT,
                    "barrier " + barrier.text() + " is above limit " + limit.text());
        }
        return new FieldValue.Bounds(new BarrierLimit(barrier, limit));
    }

    private static long size(Limit bound) {
        return switch (bound) {
            case Limit.Value(Amount amount) -> size(amount);
            case Limit.Unlimited _, Limit.NotManaged _ -> Long.MAX_VALUE;
        };
    }

    private static long size(Amount amount) {
        return switch (amount) {
            case Bytes(long value) -> value;
            case Pages(long value) -> value;
            case Count(long value) -> value;
            case CpuUnits _,
                    CpuPercent _,
                    CpuSet _,
                    IoPriority _,
                    BytesPerSecond _,
                    OpsPerSecond _ ->
                    throw new IllegalArgumentException("not a bound: " + amount.text());
        };
    }
}
