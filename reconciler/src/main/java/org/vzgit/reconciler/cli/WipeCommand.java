package org.vzgit.reconciler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;

/// Takes a demo or a test away, with what no commit may ask for at once: all VEs. Never the default
/// home, where the VEs are that somebody needs.
@Command(
        name = "wipe",
        hidden = true,
        description = "Stop and destroy every VE of the node home that --home names.")
final class WipeCommand implements Callable<Integer> {
    /// Nobody's work is lost in a demo; its busybox init halts well within a second.
    private static final Seconds STOP_TIMEOUT = new Seconds(3);

    private final Console console;
    private final Globals globals;
    private final Kernels kernels;

    WipeCommand(Console console, Globals globals, Kernels kernels) {
        this.console = console;
        this.globals = globals;
        this.kernels = kernels;
    }

    @Override
    public Integer call() throws CommandFailure {
        NodeHome home = globals.home();
        if (home.equals(NodeHome.DEFAULT)) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "only a home of its own can be wiped: --home DIR");
        }
        return NodeWork.exclusively(home, "vzgit wipe", () -> wipe(home));
    }

    private int wipe(NodeHome home) throws CommandFailure {
        boolean failed = false;
        try (Kernel kernel = kernels.open(home)) {
            for (ObservedVe ve : kernel.observe().ves().values()) {
                failed |= !wipe(kernel, ve);
            }
        }
        return (failed ? ExitCode.PARTIAL : ExitCode.OK).code();
    }

    private boolean wipe(Kernel kernel, ObservedVe ve) {
        try {
            for (VeOperation operation : operations(ve)) {
                kernel.apply(operation);
            }
            console.say("✓ VE " + ve.veid() + " is gone");
            return true;
        } catch (OperationFailure failure) {
            console.say("✗ VE " + ve.veid() + ": " + failure.getMessage());
            return false;
        }
    }

    /// The owner mark is released first: no private area is destroyed that its mark retains.
    private static List<VeOperation> operations(ObservedVe ve) {
        VeId veid = ve.veid();
        List<VeOperation> operations = new ArrayList<>();
        operations.add(new StopVe(veid, STOP_TIMEOUT));
        operations.add(new DetachNetwork(veid));
        operations.add(new RemoveCgroup(veid));
        ve.privateArea()
                .toOptional()
                .flatMap(area -> area.mark().toOptional())
                .ifPresent(mark -> operations.add(new WriteOwnerMark(veid, released(mark))));
        operations.add(new DestroyPrivateArea(veid));
        return operations;
    }

    private static OwnerMark released(OwnerMark mark) {
        return new OwnerMark(
                mark.repository(),
                mark.name(),
                mark.template(),
                mark.applied(),
                DeletionPolicy.DESTROY);
    }
}
