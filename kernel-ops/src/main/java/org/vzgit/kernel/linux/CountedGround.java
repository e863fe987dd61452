package org.vzgit.kernel.linux;

import java.nio.file.Path;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.quota.AreaDisks;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.template.Ground;

/// Private areas stand on disks that are counted.
record CountedGround(AreaDisks disks) implements Ground {

    @Override
    public Path prepare(Path area, AreaShape shape, long uidBase) throws OperationFailure {
        return disks.prepare(area, shape, uidBase);
    }

    @Override
    public void begin(Path files, AreaShape shape, long uidBase) throws OperationFailure {
        disks.begin(files, shape, uidBase);
    }

    @Override
    public Path files(Path area) {
        return AreaDisks.filesOf(area);
    }

    @Override
    public Reading<ObservedDisk> observe(Path area, long uidBase) {
        return disks.observe(area, uidBase);
    }

    @Override
    public void carryUserBounds(Path from, Path to, IdShift shift) throws OperationFailure {
        disks.carryUserBounds(from, to, shift);
    }

    @Override
    public void detach(Path area) throws OperationFailure {
        disks.detach(area);
    }

    @Override
    public void forget(long uidBase) throws OperationFailure {
        disks.forget(uidBase);
    }
}
