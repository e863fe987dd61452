package org.vzgit.reconciler.plan;

import java.util.Optional;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeId;

/// Something that is wanted and not in the plan.
///
/// @param detail one sentence for people, with the next step
public record Blocked(
        VeId veid, String name, Reason reason, String detail, Optional<Origin> origin) {

    public enum Reason {
        /// The VE uses a field that this version does not carry out.
        NOT_SUPPORTED_YET,
        /// The VE uses a field for which the running kernel has no means.
        NOT_ON_THIS_KERNEL,
        /// The VE asks for what the node's administrator has not allowed there.
        NOT_ALLOWED,
        /// The VE belongs to another desired state.
        FOREIGN,
        /// A removal that the owner mark, the budget or the empty-state guard does not release.
        PROTECTED,
        /// The VE's documents have errors, or its live state could not be read.
        FROZEN,
        /// A change that needs a new private area, which only a person may ask for.
        RECREATE,
        /// The node has no id block or no template for it.
        NO_ROOM,
        /// The VE that it is to be made from is missing, or not at rest.
        CLONE_SOURCE,
        /// An address of the VE is with another VE that keeps it.
        ADDRESS_TAKEN,
        /// A person wants the VE left alone for a while.
        SUSPENDED,
        /// Somebody else keeps changing a field back.
        FIGHT,
        /// The node's document says that such changes wait now.
        FREEZE_WINDOW,
        /// What must come before is not done yet, or did not do well.
        ROLLOUT
    }
}
