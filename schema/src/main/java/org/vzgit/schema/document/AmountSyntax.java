package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.BAD_VALUE;
import static org.vzgit.schema.DiagnosticCode.OUT_OF_RANGE;
import static org.vzgit.schema.DiagnosticCode.WRONG_UNIT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

/// One bound in the OpenVZ value syntax (vzctl(8), "Resource limits"): what a bare number counts,
/// and which suffixes there are, differs by unit.
enum AmountSyntax {
    /// A count; takes no suffix and no fraction.
    ITEMS {
        @Override
        Amount amount(Quantity quantity, String text) throws BadValue {
            if (!quantity.isBare()) {
                throw new BadValue(
                        WRONG_UNIT,
                        Quantity.quote(text) + " has a suffix, but a count takes none",
                        Suggestion.ask(quantity.bytes(1).toPlainString()));
            }
            if (!quantity.isWhole()) {
                throw new BadValue(BAD_VALUE, Quantity.quote(text) + " is not a whole number");
            }
            return new Count(whole(quantity.number(), Long.MAX_VALUE, text));
        }
    },
    /// Memory; a bare number counts pages, a suffixed one bytes, cut to whole pages.
    PAGES {
        @Override
        Amount amount(Quantity quantity, String text) throws BadValue {
            BigDecimal pages =
                    quantity.bytes(Pages.SIZE_BYTES)
                            .divide(BigDecimal.valueOf(Pages.SIZE_BYTES), 0, RoundingMode.DOWN);
            return new Pages(whole(pages, Pages.MAX, text));
        }
    },
    /// Memory; a bare number counts bytes.
    BYTES {
        @Override
        Amount amount(Quantity quantity, String text) throws BadValue {
            return new Bytes(whole(quantity.bytes(1), Long.MAX_VALUE, text));
        }
    },
    /// Memory of `memory.ram` and `memory.swap`: bytes, a partial page counts as one.
    RAM {
        @Override
        Amount amount(Quantity quantity, String text) throws BadValue {
            return Pages.ofBytes(whole(quantity.bytes(1), Long.MAX_VALUE, text));
        }
    },
    /// Disk space; a bare number counts blocks of 1 KiB. There is no unlimited disk.
    BLOCKS {
        @Override
        Amount amount(Quantity quantity, String text) throws BadValue {
            return new Bytes(whole(quantity.bytes(BLOCK_BYTES), Long.MAX_VALUE, text));
        }

        @Override
        Limit unlimited() throws BadValue {
            throw new BadValue(BAD_VALUE, "disk space has no \"unlimited\"");
        }
    };

    private static final int BLOCK_BYTES = 1024;

    private static final String UNLIMITED = "unlimited";

    /// The kernel's own spelling of unlimited in `/proc/user_beancounters`: LONG_MAX, in whatever
    /// the line counts.
    private static final String LONG_MAX = Long.toString(Long.MAX_VALUE);

    /// @throws BadValue if the text has the wrong form, the wrong suffix or too large a number
    Limit parse(String text) throws BadValue {
        return text.equals(UNLIMITED) || text.equals(LONG_MAX)
                ? unlimited()
                : Limit.of(amount(Quantity.parse(text), text));
    }

    abstract Amount amount(Quantity quantity, String text) throws BadValue;

    Limit unlimited() throws BadValue {
        return Limit.UNLIMITED;
    }

    /// vzctl cuts larger numbers to LONG_MAX with a warning; here they are an error, because the
    /// kernel would read back something else than was written.
    static long whole(BigDecimal value, long max, String text) throws BadValue {
        if (value.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new BadValue(
                    OUT_OF_RANGE,
                    Quantity.quote(text) + " is more than a 64-bit kernel can count",
                    Suggestion.ask(UNLIMITED));
        }
        return value.longValueExact();
    }
}
