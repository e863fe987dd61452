package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Applier;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// A node home of its own on the running kernel. Everything in it goes when it is closed.
final class RealNode implements AutoCloseable {
    private static final Seconds AT_ONCE = new Seconds(0);

    private final NodeHome home;
    private final LinuxKernel kernel;

    RealNode(Path directory) {
        home = NodeHome.below(directory);
        kernel = LinuxKernel.open(home);
    }

    ObservedNode observe() {
        return kernel.observe();
    }

    static Plan plan(DesiredState desired, ObservedNode live) {
        return Planner.plan(new PlanRequest(desired, Fleet.NODE, Fleet.REPOSITORY, live));
    }

    Plan plan(DesiredState desired) {
        Plan plan = plan(desired, observe());
        if (!plan.blocked().isEmpty()) {
            throw new IllegalStateException("blocked: " + plan.blocked());
        }
        return plan;
    }

    /// As `vzgit apply` does it, journal and second look included.
    Applied apply(Plan plan, DesiredState desired) {
        Applier applier =
                new Applier(
                        kernel,
                        new Journal(home.state().resolve("journal")),
                        ProgressListener.NONE,
                        live -> plan(desired, live),
                        ApplySettings.forCpus(
                                Runtime.getRuntime().availableProcessors(), () -> false));
        Applied applied = applier.apply(plan);
        if (!applied.converged()) {
            throw new IllegalStateException("not converged: " + applied.outcomes());
        }
        return applied;
    }

    /// The operations of a plan and nothing around them, one after the other.
    void carryOut(List<Step> steps) throws OperationFailure {
        for (Step step : steps) {
            kernel.apply(step.operation());
        }
    }

    /// What the busybox template's rc writes last, seen in the VE's upper layer.
    Path booted(VeId veid) {
        return home.privateArea(veid).resolve("upper/run/vzgit-booted");
    }

    /// Stops a VE and takes all but its private area away, as a node has it after a reboot.
    void stop(VeId veid) throws OperationFailure, IOException {
        kernel.apply(new StopVe(veid, AT_ONCE));
        kernel.apply(new DetachNetwork(veid));
        kernel.apply(new RemoveCgroup(veid));
        Files.deleteIfExists(booted(veid));
    }

    void destroy(VeId veid) throws OperationFailure, IOException {
        stop(veid);
        kernel.apply(new DestroyPrivateArea(veid));
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> first = Optional.empty();
        for (VeId veid : observe().ves().keySet()) {
            try {
                destroy(veid);
            } catch (OperationFailure | IOException e) {
                first = first.or(() -> Optional.of(new IOException(e)));
            }
        }
        kernel.close();
        if (first.isPresent()) {
            throw first.get();
        }
    }
}
