package org.vzgit.reconciler.authoring;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;

/// The fields that may be written so that the VE is not refused. All others are written as
/// comments.
public record CarriedOut(Set<VeField> fields) {
    public CarriedOut {
        fields = Set.copyOf(fields);
    }

    /// Those of this version.
    public static CarriedOut now() {
        return new CarriedOut(
                Arrays.stream(VeField.values())
                        .filter(field -> field.support() == Support.CARRIED_OUT)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(VeField.class))));
    }

    boolean has(VeField field) {
        return fields.contains(field);
    }
}
