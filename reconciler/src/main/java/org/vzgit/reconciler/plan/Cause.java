package org.vzgit.reconciler.plan;

import java.util.Optional;
import org.vzgit.schema.Origin;

/// Why a step is in the plan.
///
/// @param field the field whose difference asked for it, or `state`, `drift` and the like
/// @param from what the kernel has; empty when it has nothing
/// @param to what is wanted
/// @param origin where that was written; empty for a default or a removed document
public record Cause(String field, String from, String to, Optional<Origin> origin) {}
