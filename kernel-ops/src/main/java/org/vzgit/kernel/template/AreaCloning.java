package org.vzgit.kernel.template;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// Makes a private area from another VE's: the same files, another identity.
public final class AreaCloning {
    private final NodeHome home;
    private final Ground ground;
    private final PrivateAreas areas;
    private final TreeCopy copy;
    private final CloneIdentity identity;

    /// @param random for the host keys of clones
    public AreaCloning(
            NodeHome home, Ground ground, PrivateAreas areas, TreeCopy copy, SecureRandom random) {
        this.home = home;
        this.ground = ground;
        this.areas = areas;
        this.copy = copy;
        this.identity = new CloneIdentity(new SshHostKeys(random));
    }

    /// Like [PrivateAreas#create]. The caller has checked that nothing runs in the source, and its
    /// files are reachable; [FailureKind#GONE] when it has none, [FailureKind#CONFLICT] when it
    /// stands on another version of a template: its files are only what differs from that.
    public void clone(ClonePrivateArea wanted) throws OperationFailure {
        areas.create(wanted.area(), files -> fill(wanted, files));
    }

    private void fill(ClonePrivateArea wanted, Path files)
            throws java.io.IOException, OperationFailure {
        PrivateArea source = source(wanted);
        Path from = ground.files(home.privateArea(wanted.source()));
        IdShift shift = new IdShift(source.uidBase(), wanted.area().uidBase());
        copy.copy(from.resolve("upper"), files.resolve("upper"), shift);
        ground.carryUserBounds(from, files, shift);
        identity.renew(files.resolve("upper"));
    }

    private PrivateArea source(ClonePrivateArea wanted) throws OperationFailure {
        VeId veid = wanted.source();
        PrivateArea source =
                switch (areas.observe(veid)) {
                    case Reading.Present<PrivateArea>(PrivateArea area) -> area;
                    case Reading.Absent<PrivateArea> _ ->
                            throw failure(FailureKind.GONE, veid, "ENOENT: it has no private area");
                    case Reading.Unreadable<PrivateArea>(String reason) ->
                            throw failure(FailureKind.CONFLICT, veid, reason);
                };
        TemplateRef template = wanted.area().mark().template();
        boolean same =
                source.mark() instanceof Reading.Present<OwnerMark>(OwnerMark mark)
                        && mark.template().equals(template);
        if (!same) {
            throw failure(
                    FailureKind.CONFLICT, veid, "it does not stand on template " + template.text());
        }
        return source;
    }

    private static OperationFailure failure(FailureKind kind, VeId source, String why) {
        return new OperationFailure(kind, "clone VE " + source + ": " + why);
    }
}
