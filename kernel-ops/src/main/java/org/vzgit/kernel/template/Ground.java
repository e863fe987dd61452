package org.vzgit.kernel.template;

import java.nio.file.Path;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;

/// What private areas stand on: how the disk that they take is counted. Implemented elsewhere; this
/// room only makes and deletes directories.
public interface Ground {
    /// The directory for the files of an area that is being made and holds nothing yet.
    Path prepare(Path area, AreaShape shape, long uidBase) throws OperationFailure;

    /// `upper` and `work` are there, empty.
    void begin(Path files, AreaShape shape, long uidBase) throws OperationFailure;

    /// Where an area has its files.
    Path files(Path area);

    Reading<ObservedDisk> observe(Path area, long uidBase);

    /// Gives the users inside one VE the bounds that those inside another one have; nothing where
    /// either cannot have any. Idempotent.
    ///
    /// @param from the source's files
    /// @param to those of the area that is being made
    void carryUserBounds(Path from, Path to, IdShift shift) throws OperationFailure;

    /// The area's files are about to be unlinked; takes away what cannot be.
    void detach(Path area) throws OperationFailure;

    /// The files of a VE with these ids are gone.
    void forget(long uidBase) throws OperationFailure;
}
