package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;

/// What one piece of text turned out to be, by itself: pieces do not depend on each other until
/// references are resolved, so they are read on all processors at once.
///
/// @param documents how many documents the text holds, readable or not
record PartReading(
        int documents, List<Checked> checked, List<Unreadable> broken, Findings findings) {

    static PartReading of(DocumentText part, SchemaCheck schemas, Findings findings) {
        List<Checked> checked = new ArrayList<>();
        List<Unreadable> broken = new ArrayList<>();
        List<Parsed> parsed = new DocumentParser(findings).parse(part);
        for (Parsed one : parsed) {
            switch (one) {
                case Parsed.Sound(Document document) ->
                        checked.add(
                                Checked.of(
                                        document,
                                        schemas.check(document, findings)
                                                && !document.tree().duplicateKeys(),
                                        findings));
                case Parsed.Broken(Unreadable rest) -> broken.add(rest);
            }
        }
        return new PartReading(parsed.size(), checked, broken, findings);
    }
}
