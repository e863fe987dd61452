package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.BAD_VALUE;
import static org.vzgit.schema.DiagnosticCode.OUT_OF_RANGE;
import static org.vzgit.schema.DiagnosticCode.WRONG_UNIT;

import java.util.function.LongFunction;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.Limit;

/// The fields that hold one number.
final class NumberSyntax {
    private static final String UNLIMITED = "unlimited";

    private NumberSyntax() {}

    /// A whole number in a range, without a suffix.
    static ValueSyntax whole(long min, long max, LongFunction<Amount> amount) {
        return written ->
                new FieldValue.Single(Limit.of(amount.apply(bounded(written.text(), min, max))));
    }

    /// A whole number where `0` and `unlimited` mean that there is no bound.
    static ValueSyntax capped(long max, LongFunction<Amount> amount) {
        return written -> new FieldValue.Single(cap(written.text(), max, amount));
    }

    /// Bytes each second: a bare number counts bytes, as in OpenVZ's configuration files (its
    /// command line reads megabytes); suffixes B K M G; `0` and `unlimited` mean no bound.
    static FieldValue bandwidth(Written written) throws BadValue {
        String text = written.text();
        if (text.equals(UNLIMITED)) {
            return new FieldValue.Single(Limit.UNLIMITED);
        }
        Quantity quantity = Quantity.parse(text);
        if (quantity.suffix() == 'P' || quantity.suffix() == 'T') {
            throw new BadValue(
                    WRONG_UNIT, Quantity.quote(text) + " has a suffix other than B, K, M or G");
        }
        long bytes = AmountSyntax.whole(quantity.bytes(1), Long.MAX_VALUE, text);
        return new FieldValue.Single(
                bytes == 0 ? Limit.UNLIMITED : Limit.of(new BytesPerSecond(bytes)));
    }

    /// `25` is percent of one CPU, `25%` percent of the whole node, `0` and `unlimited` no bound.
    static FieldValue cpuLimit(Written written) throws BadValue {
        String text = written.text();
        if (text.endsWith("%")) {
            String number = text.substring(0, text.length() - 1);
            return new FieldValue.NodeShare((int) bounded(number, 1, 100));
        }
        return new FieldValue.Single(
                cap(text, CpuPercent.MAX, value -> new CpuPercent((int) value)));
    }

    private static Limit cap(String text, long max, LongFunction<Amount> amount) throws BadValue {
        long value = text.equals(UNLIMITED) ? 0 : whole(text, 0, max);
        return value == 0 ? Limit.UNLIMITED : Limit.of(amount.apply(value));
    }

    /// Without the hints of [Quantity], which lead to a suffix or to no bound at all.
    private static long bounded(String text, long min, long max) throws BadValue {
        try {
            return whole(text, min, max);
        } catch (BadValue e) {
            throw new BadValue(e.code(), e.message());
        }
    }

    private static long whole(String text, long min, long max) throws BadValue {
        Quantity quantity = Quantity.parse(text);
        if (!quantity.isBare()) {
            throw new BadValue(WRONG_UNIT, Quantity.quote(text) + " has a suffix, but takes none");
        }
        if (!quantity.isWhole()) {
            throw new BadValue(BAD_VALUE, Quantity.quote(text) + " is not a whole number");
        }
        boolean inRange =
                quantity.number().compareTo(java.math.BigDecimal.valueOf(min)) >= 0
                        && quantity.number().compareTo(java.math.BigDecimal.valueOf(max)) <= 0;
        if (!inRange) {
            throw new BadValue(OUT_OF_RANGE, text + " is outside " + min + ".." + max);
        }
        return quantity.number().longValueExact();
    }
}
