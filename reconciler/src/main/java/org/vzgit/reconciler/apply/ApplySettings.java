package org.vzgit.reconciler.apply;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.vzgit.kernel.op.Operation;

/// What an [Applier] takes from its surroundings.
///
/// @param parallelism how many VEs are worked on at once, at least 1
/// @param clock for the journal's times
/// @param nanoTime monotonic, for durations and deadlines
/// @param superseded asked before each step; once true, no further step begins
/// @param deadline how long an operation may take
public record ApplySettings(
        int parallelism,
        InstantSource clock,
        LongSupplier nanoTime,
        BooleanSupplier superseded,
        Function<Operation, Duration> deadline) {
    /// More threads than this do not help: starts of VEs spend their time in the kernel under locks
    /// that all of them share (mount, network namespaces).
    private static final int PARALLELISM_MAX = 8;

    public ApplySettings {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism " + parallelism + " is below 1");
        }
    }

    /// For a machine with so many CPUs, with its clock and the usual deadlines.
    public static ApplySettings forCpus(int cpus, BooleanSupplier superseded) {
        return with(parallelismFor(cpus), InstantSource.system(), superseded);
    }

    /// As many VEs at once as are worth it on a machine with so many CPUs.
    public static int parallelismFor(int cpus) {
        return Math.clamp(2L * cpus, 1, PARALLELISM_MAX);
    }

    /// With the usual deadlines.
    public static ApplySettings with(
            int parallelism, InstantSource clock, BooleanSupplier superseded) {
        return new ApplySettings(
                parallelism, clock, System::nanoTime, superseded, OperationDeadline::of);
    }

    /// The usual deadline of an operation, for those who tell how long it may still take.
    public static Duration deadlineOf(Operation operation) {
        return OperationDeadline.of(operation);
    }
}
