package org.vzgit.schema.document;

import java.util.List;

/// A document of kind Profile: fields that VEs link to.
///
/// @param sound false when it has errors of its own
record ProfileDocument(Document document, List<Link> profiles, Fields fields, boolean sound) {

    static ProfileDocument of(Document document, boolean sound, Findings findings) {
        Fields fields = FieldReader.read(document, findings);
        return new ProfileDocument(
                document,
                document.links(Pointer.of(org.vzgit.schema.VeField.PROFILES)),
                fields,
                sound && fields.sound());
    }
}
