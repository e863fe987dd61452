package org.vzgit.reconciler.plan;

import java.util.BitSet;
import java.util.OptionalLong;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeId;

/// Hands out blocks of host ids to new VEs.
///
/// The block follows from the veid (`veid % blocks`, then the next free one), so the same commit
/// gives the same ids on an equal node.
final class UidBases {
    private final UidRange range;
    private final BitSet used;

    UidBases(UidRange range, ObservedNode live) {
        this.range = range;
        this.used = new BitSet(range.blocks());
        live.ves().values().forEach(this::useKnown);
        live.ves().values().forEach(this::useUnknown);
    }

    /// The first host id of a block that nobody has; empty when all are taken.
    OptionalLong take(VeId veid) {
        int free = nextFree(veid.value() % range.blocks());
        if (free < 0) {
            return OptionalLong.empty();
        }
        used.set(free);
        return OptionalLong.of(range.baseOf(free));
    }

    private int nextFree(int preferred) {
        int above = used.nextClearBit(preferred);
        int free = above < range.blocks() ? above : used.nextClearBit(0);
        return free < range.blocks() ? free : -1;
    }

    private void useKnown(ObservedVe ve) {
        if (ve.privateArea() instanceof Reading.Present<PrivateArea>(PrivateArea area)) {
            use(area.uidBase());
            // An area made under another range may begin inside one block and end in the next.
            use(area.uidBase() + UidRange.BLOCK - 1);
        }
    }

    /// A VE whose base cannot be read has one all the same: set aside the block that it would get
    /// today.
    private void useUnknown(ObservedVe ve) {
        boolean unreadable = ve.privateArea() instanceof Reading.Unreadable<PrivateArea>;
        boolean homeless =
                ve.privateArea() instanceof Reading.Absent<PrivateArea>
                        && RunPhase.of(ve) != RunPhase.STOPPED;
        if (unreadable || homeless) {
            take(ve.veid());
        }
    }

    private void use(long id) {
        long block = Math.floorDiv(id - range.first(), UidRange.BLOCK);
        if (block >= 0 && block < range.blocks()) {
            used.set((int) block);
        }
    }
}
