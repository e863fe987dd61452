package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.MISSING_FIELD;
import static org.vzgit.schema.DiagnosticCode.WRONG_TYPE;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A value of a document as it stands there, for a [ValueSyntax] to read.
record Written(Document document, String pointer) {

    JsonNode json() {
        return document.json(pointer);
    }

    /// The written form of a scalar, so that `010` or `1e3` is not changed on its way.
    ///
    /// @throws BadValue if it is a mapping, a list or nothing
    String text() throws BadValue {
        if (json().isContainer() || json().isNull()) {
            throw new BadValue(WRONG_TYPE, "wants one value, not " + SchemaCheck.typeOf(json()));
        }
        return document.place(pointer).map(Place::text).orElse("");
    }

    /// An entry of a mapping.
    String text(String key) throws BadValue {
        Written entry = new Written(document, Pointer.below(pointer, key));
        if (entry.json().isMissingNode()) {
            throw new BadValue(MISSING_FIELD, "has no " + Quantity.quote(key));
        }
        try {
            return entry.text();
        } catch (BadValue e) {
            throw e.inPart("/" + key);
        }
    }

    /// The items of a list.
    List<Written> items() throws BadValue {
        if (!json().isArray()) {
            throw new BadValue(WRONG_TYPE, "wants a list, not " + SchemaCheck.typeOf(json()));
        }
        List<Written> items = new ArrayList<>();
        for (int i = 0; i < json().size(); i++) {
            items.add(new Written(document, pointer + "/" + i));
        }
        return items;
    }

    Span span() {
        return document.span(pointer);
    }
}
