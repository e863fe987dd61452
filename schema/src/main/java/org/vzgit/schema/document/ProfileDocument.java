package org.vzgit.schema.document;

import java.util.List;
import org.vzgit.schema.VeField;

/// A document of kind Profile: fields that VEs link to.
///
/// @param sound false when it has errors of its own
record ProfileDocument(Document document, List<Link> profiles, Fields fields, boolean sound) {

    /// @param sound whether it has the shape of its kind and a name of its own
    static ProfileDocument of(Checked checked, boolean sound) {
        return new ProfileDocument(
                checked.document(),
                checked.document().links(Pointer.of(VeField.PROFILES)),
                checked.fields(),
                sound && checked.fields().sound());
    }
}
