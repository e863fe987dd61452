package org.vzgit.schema.document;

/// What a document says by itself, whatever stands beside it.
///
/// @param fields what it says of a VE; none for other kinds
/// @param sound whether it has the shape of its kind
record Checked(Document document, Fields fields, boolean sound) {

    static Checked of(Document document, boolean sound, Findings findings) {
        Fields fields =
                switch (document.kind()) {
                    case VE, PROFILE -> FieldReader.read(document, findings);
                    case NODE, TEMPLATE -> Fields.NONE;
                };
        return new Checked(document, fields, sound);
    }
}
