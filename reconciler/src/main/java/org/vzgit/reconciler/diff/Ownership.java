package org.vzgit.reconciler.diff;

import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;

/// Whose a VE on the node is, by its owner mark.
public enum Ownership {
    OURS,
    /// Another desired state made it.
    FOREIGN,
    /// It has a private area without a mark. Ours appear together with their mark, so somebody else
    /// made this one.
    UNMARKED,
    /// There is no private area to own.
    NOBODYS,
    /// The private area or its mark could not be read.
    UNREADABLE;

    /// @param repository the id that this desired state writes into its marks
    public static Ownership of(ObservedVe live, String repository) {
        return switch (live.privateArea()) {
            case Reading.Absent<PrivateArea> _ -> NOBODYS;
            case Reading.Unreadable<PrivateArea> _ -> UNREADABLE;
            case Reading.Present<PrivateArea>(PrivateArea area) -> ofMark(area.mark(), repository);
        };
    }

    private static Ownership ofMark(Reading<OwnerMark> mark, String repository) {
        return switch (mark) {
            case Reading.Absent<OwnerMark> _ -> UNMARKED;
            case Reading.Unreadable<OwnerMark> _ -> UNREADABLE;
            case Reading.Present<OwnerMark>(OwnerMark owner) ->
                    owner.repository().equals(repository) ? OURS : FOREIGN;
        };
    }

    /// Known to belong to somebody who is not us.
    boolean isSomebodyElses() {
        return this == FOREIGN || this == UNMARKED;
    }
}
