package org.vzgit.schema.document;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// Reads the fields of one VE or profile that fold: all but identity, placement and links.
final class FieldReader {
    /// What a profile cannot say for a VE; read by [VeDocument].
    private static final List<VeField> HEAD =
            List.of(VeField.VEID, VeField.NODE, VeField.TEMPLATE, VeField.PROFILES);

    private final Document document;
    private final Findings findings;
    private final Map<VeField, Setting> settings = new EnumMap<>(VeField.class);
    private boolean sound = true;

    private FieldReader(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    static Fields read(Document document, Findings findings) {
        FieldReader reader = new FieldReader(document, findings);
        for (VeField field : VeField.values()) {
            if (!HEAD.contains(field)) {
                reader.read(field);
            }
        }
        reader.refuseBoth(VeField.MEMORY_RAM, VeField.PHYSPAGES);
        reader.refuseBoth(VeField.MEMORY_SWAP, VeField.SWAPPAGES);
        return new Fields(reader.settings, reader.sound);
    }

    private void read(VeField field) {
        Written written = new Written(document, Pointer.of(field));
        if (written.json().isMissingNode()) {
            return;
        }
        try {
            Optional<ValueSyntax> syntax = FieldSyntax.of(field);
            FieldValue value =
                    syntax.isPresent() ? syntax.get().read(written) : words(field, written.json());
            settings.put(field, new Setting(value, placeOf(written)));
            warnOfUnsupported(field, value);
        } catch (BadValue e) {
            sound = false;
            report(written, e);
            e.more().forEach(more -> report(written, more));
        }
    }

    private void report(Written written, BadValue e) {
        findings.add(
                e.code(),
                document.span(written.pointer() + e.part()),
                Pointer.spoken(written.pointer()) + " " + e.message(),
                e.hint());
    }

    private Span placeOf(Written written) {
        return written.json().isContainer() ? document.keySpan(written.pointer()) : written.span();
    }

    private static FieldValue words(VeField field, JsonNode json) {
        if (field == VeField.STATE
                && json.asString("").equalsIgnoreCase(RunState.SUSPENDED.name())) {
            return new FieldValue.NotYet(json.asString());
        }
        return json.isArray()
                ? new FieldValue.Words(json.valueStream().map(v -> v.asString("")).toList())
                : new FieldValue.Words(List.of(json.asString("")));
    }

    private void warnOfUnsupported(VeField field, FieldValue value) {
        String what =
                value instanceof FieldValue.NotYet(String text)
                        ? field.path() + " " + Quantity.quote(text)
                        : field.path();
        if (field.support() == Support.NOT_YET || value instanceof FieldValue.NotYet) {
            findings.add(
                    DiagnosticCode.NOT_SUPPORTED_YET,
                    document.keySpan(Pointer.of(field)),
                    what + " is not supported yet");
        }
    }

    private void refuseBoth(VeField shortcut, VeField beancounter) {
        Setting first = settings.get(shortcut);
        if (first != null && settings.containsKey(beancounter)) {
            sound = false;
            findings.add(
                    DiagnosticCode.CONFLICT,
                    first.at(),
                    shortcut.path() + " and " + beancounter.path() + " are the same bound");
        }
    }
}
