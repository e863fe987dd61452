package org.vzgit.schema.document;

import org.vzgit.schema.CpuSet;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;

/// `0-3,7`, `all`, and for the CPU mask `auto`: the CPUs of the node mask, not carried out yet.
record CpuSetSyntax(boolean auto) implements ValueSyntax {

    @Override
    public FieldValue read(Written written) throws BadValue {
        String text = written.text();
        if (text.equals("all")) {
            return new FieldValue.Single(Limit.UNLIMITED);
        }
        if (auto && text.equals("auto")) {
            return new FieldValue.NotYet(text);
        }
        try {
            return new FieldValue.Single(Limit.of(new CpuSet(text)));
        } catch (IllegalArgumentException _) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    Quantity.quote(text) + " is not a list below " + CpuSet.CPUS_MAX,
                    "for example 0-3,7 or all");
        }
    }
}
