package org.vzgit.kernel.quota;

import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.DiskSpec;

/// One way to count and bound the disk of private areas.
sealed interface AreaDisk permits ProjectQuota, SubvolumeQuota, ImageDisk {

    /// Prepares what an area's files will be made in. Called for an area that no VE has yet.
    ///
    /// @param area the directory of the area
    /// @param id the VE's number in quota: its first host id
    /// @param bytes how large an image is to be
    /// @return the directory for its files
    Path prepare(Path area, long id, long bytes) throws OperationFailure;

    /// Starts counting, once the directories for files are there and hold nothing yet.
    void begin(Path files, long id) throws OperationFailure;

    Reading<ObservedDisk> observe(Area area);

    /// Sets bounds and puts right what has drifted. Idempotent.
    void set(Area area, DiskSpec disk) throws OperationFailure;

    /// @param home the directory with the note and, in or below it, the files
    /// @param files the directory with `upper` and `work`
    record Area(Path home, Path files, long id) {}
}
