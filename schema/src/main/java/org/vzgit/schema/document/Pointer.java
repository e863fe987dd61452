package org.vzgit.schema.document;

import java.util.EnumMap;
import java.util.Map;
import org.vzgit.schema.VeField;

/// JSON pointers (RFC 6901), the names of values in a [Tree].
final class Pointer {
    private static final String SPEC = "/spec";

    private static final Map<VeField, String> OF_FIELDS = ofFields();

    private Pointer() {}

    /// The pointer of an entry of the mapping at `parent`.
    static String below(String parent, String key) {
        boolean plain = key.indexOf('~') < 0 && key.indexOf('/') < 0;
        return parent + "/" + (plain ? key : key.replace("~", "~0").replace("/", "~1"));
    }

    static String of(VeField field) {
        return OF_FIELDS.getOrDefault(field, SPEC);
    }

    /// `/spec/cpu/units` as people say it, `cpu.units`; the part below `spec` where there is one.
    static String spoken(String pointer) {
        String inside = pointer.startsWith(SPEC + "/") ? pointer.substring(SPEC.length()) : pointer;
        return inside.isEmpty() ? "document" : inside.substring(1).replace('/', '.');
    }

    /// The pointer of the value that contains this one; of the document, the document.
    static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    private static Map<VeField, String> ofFields() {
        Map<VeField, String> pointers = new EnumMap<>(VeField.class);
        for (VeField field : VeField.values()) {
            pointers.put(field, SPEC + "/" + field.path().replace('.', '/'));
        }
        return pointers;
    }
}
