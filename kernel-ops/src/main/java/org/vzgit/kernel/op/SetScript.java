package org.vzgit.kernel.op;

import java.util.Optional;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeId;

/// Puts an action script of a VE on the node, or takes it away. Nothing is run: a script counts
/// from the next time on that its action comes, also when the document that named it is gone by
/// then.
///
/// Fails with [FailureKind#GONE] when the VE has no private area.
///
/// @param script empty for none
public record SetScript(VeId veid, ScriptAction action, Optional<ActionScript> script)
        implements VeOperation {}
