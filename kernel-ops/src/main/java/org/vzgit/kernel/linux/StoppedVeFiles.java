package org.vzgit.kernel.linux;

import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.FileCopier;
import org.vzgit.kernel.quota.AreaDisks;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.PrivateAreas;
import org.vzgit.kernel.template.VeFiles;
import org.vzgit.schema.VeId;

/// The files of VEs that nobody runs.
public final class StoppedVeFiles implements VeFiles {
    private final NodeHome home;
    private final AreaDisks disks;
    private final PrivateAreas areas;

    public StoppedVeFiles(NodeHome home) {
        this.home = home;
        disks = new AreaDisks(new JnrSyscalls(), KernelRoot.RUNNING, home.privateAreas());
        areas = new PrivateAreas(home, new CountedGround(disks));
    }

    /// `GONE` when it has no private area. Mounts the area's disk where it is one.
    @Override
    public void bring(VeId veid, Path to) throws OperationFailure {
        Path area = home.privateArea(veid);
        long uid = areas.uidBase(veid);
        disks.attach(area, uid);
        Path upper = AreaDisks.filesOf(area).resolve("upper");
        new FileCopier(home).copy(upper, to, new IdShift(uid, 0));
    }
}
