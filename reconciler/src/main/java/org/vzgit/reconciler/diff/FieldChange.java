package org.vzgit.reconciler.diff;

import java.util.Optional;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Origin;

/// One field of a VE that differs.
///
/// @param field the name that people know it by, for example `numproc`
/// @param from what the kernel has, in canonical written form
/// @param to what is wanted, in canonical written form
/// @param origin where the wanted value was written; empty for a default
public record FieldChange(
        String field, String from, String to, Disruption disruption, Optional<Origin> origin) {}
