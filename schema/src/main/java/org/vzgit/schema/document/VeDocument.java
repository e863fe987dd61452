package org.vzgit.schema.document;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// A document of kind VE, before its profiles are folded in.
///
/// @param sound false when it has errors of its own
record VeDocument(
        Document document, Optional<VeId> veid, List<Link> profiles, Fields fields, boolean sound) {

    /// @param sound whether it has the shape of its kind and a name of its own
    static VeDocument of(Checked checked, boolean sound, Findings findings) {
        Document document = checked.document();
        Optional<VeId> veid =
                document.place(Pointer.of(VeField.VEID)).map(Place::text).flatMap(VeidSyntax::read);
        if (sound && veid.isEmpty()) {
            // To JSON Schema 101.0 and 1.01e2 are integers.
            findings.add(
                    DiagnosticCode.BAD_VALUE,
                    document.span(Pointer.of(VeField.VEID)),
                    "veid is not written as a whole number");
        }
        return new VeDocument(
                document,
                veid,
                document.links(Pointer.of(VeField.PROFILES)),
                checked.fields(),
                sound && checked.fields().sound() && veid.isPresent());
    }

    Optional<VeName> name() {
        return document.text(Names.POINTER)
                .filter(name -> VeName.SYNTAX.matcher(name).matches())
                .map(VeName::new);
    }

    /// The VE's own addresses and where they stand.
    SortedMap<IpAddress, Span> addresses() {
        return fields.get(VeField.NETWORK_ADDRESSES)
                                .map(Setting::value)
                                .orElse(new FieldValue.NotYet(""))
                        instanceof FieldValue.Addresses(SortedMap<IpAddress, Span> places)
                ? places
                : Collections.emptySortedMap();
    }
}
