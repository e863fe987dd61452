package org.vzgit.schema.document;

import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// What the JSON Schema tells people about one field of a VE.
///
/// @param unit what a number counts, for example `pages`; `none` for text
/// @param example a value in the form in which people write it
public record FieldDocs(VeField field, String description, String unit, String example) {

    public static FieldDocs of(VeField field) {
        SchemaTree tree = SchemaTree.of(DocumentKind.VE);
        JsonNode schema = tree.at(Pointer.of(field));
        return new FieldDocs(
                field,
                schema.path("description").asString(""),
                schema.path("x-unit").asString(""),
                tree.exampleAt(Pointer.of(field)).orElse(""));
    }
}
