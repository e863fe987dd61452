package org.vzgit.kernel.template;

import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;

/// Copies a VE's files. Implemented elsewhere, by a program: Java has no call for half of what a
/// root file system has.
@FunctionalInterface
public interface TreeCopy {
    /// Makes in an empty directory what is in another one: contents, holes, hard links, extended
    /// attributes, access lists, devices and times, under other ids. The target's own owner, mode
    /// and times become those of the source's.
    void copy(Path from, Path to, IdShift shift) throws OperationFailure;
}
