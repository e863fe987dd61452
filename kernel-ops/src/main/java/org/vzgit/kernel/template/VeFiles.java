package org.vzgit.kernel.template;

import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.VeId;

/// What VEs have changed of their templates. Implemented elsewhere: their disks may have to be
/// mounted first.
@FunctionalInterface
public interface VeFiles {
    /// Copies a stopped VE's own files into an empty directory, under the ids that they have
    /// inside. What the VE has deleted of its template is there as overlayfs notes it.
    void bring(VeId veid, Path to) throws OperationFailure;
}
