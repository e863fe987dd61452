package org.vzgit.schema.document;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.vzgit.schema.VeField;

/// The fields that a VE or a profile sets.
///
/// @param sound false when some of them could not be read, here or in a profile that was folded in
record Fields(Map<VeField, Setting> settings, boolean sound) {
    static final Fields NONE = new Fields(new EnumMap<>(VeField.class), true);

    Fields {
        settings = Collections.unmodifiableMap(settings);
    }

    Optional<Setting> get(VeField field) {
        return Optional.ofNullable(settings.get(field));
    }

    /// These fields with others laid over them: field by field the other one wins, a list as a
    /// whole.
    Fields under(Fields top) {
        if (settings.isEmpty()) {
            return new Fields(top.settings, sound && top.sound);
        }
        Map<VeField, Setting> merged = new EnumMap<>(VeField.class);
        merged.putAll(settings);
        top.settings.keySet().forEach(field -> dropSameBound(merged, field));
        merged.putAll(top.settings);
        return new Fields(merged, sound && top.sound);
    }

    /// The same fields with another value for one that is set.
    Fields with(VeField field, FieldValue value) {
        Map<VeField, Setting> changed = new EnumMap<>(VeField.class);
        changed.putAll(settings);
        changed.computeIfPresent(field, (_, setting) -> new Setting(value, setting.at()));
        return new Fields(changed, sound);
    }

    Fields unsound() {
        return new Fields(settings, false);
    }

    /// `memory.ram` over an inherited `beancounters.physpages` replaces it, and the other way
    /// round.
    private static void dropSameBound(Map<VeField, Setting> fields, VeField field) {
        FieldSyntax.beancounterOf(field)
                .ifPresent(bound ->
                        fields.keySet()
                                .removeIf(other ->
                                        FieldSyntax.beancounterOf(other)
                                                .filter(bound::equals)
                                                .isPresent()));
    }
}
