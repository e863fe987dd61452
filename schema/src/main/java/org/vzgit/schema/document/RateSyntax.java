package org.vzgit.schema.document;

import java.util.List;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NetRate;

/// `rate` and `ratebound`.
///
/// OpenVZ's form is `interface:class:kilobits` (vzctl(8)), where classes are sets of networks that
/// the node's administrator lists. Here a cap is on all that passes a VE's link: any interface,
/// class 1.
final class RateSyntax {
    private static final String OPENVZ_PREFIX = "*:1:";

    /// Guarantees need a node whose whole bandwidth is known and given out; only caps are set.
    private static final List<String> GUARANTEE = List.of("no", "false");

    private RateSyntax() {}

    static FieldValue rate(Written written) throws BadValue {
        String text = written.json().isArray() ? only(written.items()) : written.text();
        try {
            return new FieldValue.Words(List.of(NetRate.parse(text).text()));
        } catch (NumberFormatException _) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    Quantity.quote(text) + " is no number of kilobits per second",
                    "for example 8000");
        } catch (IllegalArgumentException _) {
            throw new BadValue(
                    DiagnosticCode.OUT_OF_RANGE,
                    text + " is not between 1 and " + NetRate.KILOBITS_MAX);
        }
    }

    private static String only(List<Written> items) throws BadValue {
        if (items.size() != 1) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    "has " + items.size() + " entries, but a VE has one rate",
                    "for example 8000");
        }
        String text = items.getFirst().text();
        if (!text.startsWith(OPENVZ_PREFIX)) {
            throw new BadValue(
                            DiagnosticCode.BAD_VALUE,
                            Quantity.quote(text) + " is not about all traffic of the VE",
                            "for example *:1:8000, or 8000 alone")
                    .inPart("/0");
        }
        return text.substring(OPENVZ_PREFIX.length());
    }

    static FieldValue bound(Written written) throws BadValue {
        String text = written.text();
        return GUARANTEE.contains(text)
                ? new FieldValue.NotYet(text)
                : new FieldValue.Words(List.of(text));
    }
}
