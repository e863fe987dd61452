package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.DiagnosticCode;

/// A list of [BindMount]s, each at a place of its own.
final class BindMountSyntax {
    private BindMountSyntax() {}

    static FieldValue read(Written written) throws BadValue {
        List<String> texts = new ArrayList<>();
        List<BadValue> findings = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        List<Written> items = written.items();
        for (int i = 0; i < items.size(); i++) {
            try {
                BindMount mount = parse(items.get(i).text());
                if (!targets.add(mount.target())) {
                    throw new BadValue(
                            DiagnosticCode.CONFLICT, "has a second directory at " + mount.target());
                }
                texts.add(mount.text());
            } catch (BadValue e) {
                findings.add(e.inPart("/" + i));
            }
        }
        if (!findings.isEmpty()) {
            throw BadValue.all(findings);
        }
        return new FieldValue.Words(texts);
    }

    private static BindMount parse(String text) throws BadValue {
        try {
            return BindMount.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    Quantity.quote(text) + ": " + e.getMessage(),
                    "for example /srv/share:/mnt/share,ro,nodev");
        }
    }
}
