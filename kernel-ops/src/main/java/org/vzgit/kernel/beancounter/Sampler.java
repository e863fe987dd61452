package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Looks at all counters every now and then, so that the highest use of what the kernel does not
/// remember is seen, and shows each VE its own.
public final class Sampler implements AutoCloseable {
    /// Of peaks that the kernel does not keep, those shorter than this can be missed.
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    /// A look reads some thirty files a VE, about a millisecond. Resting this many times as long as
    /// the last look took keeps it below a twentieth of one CPU on a node with many VEs.
    private static final int REST = 20;

    /// An init that makes its own `/run` hides the view until the next check: once a minute, as
    /// that costs a thread a VE.
    private static final int LOOKS_BETWEEN_CHECKS = 30;

    private final Beancounters beancounters;
    private final ViewFiles files;
    private final VeView view;
    private final Function<VeId, Optional<Integer>> initOf;
    private final Map<VeId, Integer> shownTo = new HashMap<>();

    /// Also of a VE that never ran, to which nothing was shown.
    private final Set<VeId> written = new HashSet<>();

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("beancounters").factory());
    private Consumer<Map<VeId, SortedMap<Beancounter, UbcRow>>> told = _ -> {};
    private int looks;

    /// @param initOf a process of a VE that has the VE's root, when the VE runs
    public Sampler(
            Beancounters beancounters,
            ViewFiles files,
            VeView view,
            Function<VeId, Optional<Integer>> initOf) {
        this.beancounters = beancounters;
        this.files = files;
        this.view = view;
        this.initOf = initOf;
        // Or closing would wait for the next look.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// @param told gets what each look has read
    public Sampler telling(Consumer<Map<VeId, SortedMap<Beancounter, UbcRow>>> told) {
        this.told = told;
        return this;
    }

    /// From now on, until [#close].
    public Sampler start() {
        var _ = thread.schedule(this::lookAndRest, 0, TimeUnit.NANOSECONDS);
        return this;
    }

    /// An exception would end all later looks. What one look misses, the next sees.
    private void lookAndRest() {
        long begin = System.nanoTime();
        try {
            look();
        } catch (OperationFailure | RuntimeException _) {
            looks = 0;
        }
        long rest = Math.max(INTERVAL.toNanos(), REST * (System.nanoTime() - begin));
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::lookAndRest, rest, TimeUnit.NANOSECONDS);
        }
    }

    /// One look: samples, writes the files, and mounts them where they are not seen.
    void look() throws OperationFailure {
        Map<VeId, SortedMap<Beancounter, UbcRow>> all = beancounters.read();
        told.accept(all);
        boolean check = looks++ % LOOKS_BETWEEN_CHECKS == 0;
        for (VeId gone : new HashSet<>(written)) {
            if (!all.containsKey(gone)) {
                written.remove(gone);
                shownTo.remove(gone);
                forget(gone);
            }
        }
        all.forEach((veid, rows) -> show(veid, rows, check));
    }

    private void show(VeId veid, SortedMap<Beancounter, UbcRow> rows, boolean check) {
        try {
            written.add(veid);
            files.write(veid, rows);
            if (check || !shownTo.containsKey(veid)) {
                Optional<Integer> init = initOf.apply(veid);
                if (init.isPresent()) {
                    view.show(init.get(), files.file(veid));
                    shownTo.put(veid, init.get());
                }
            }
        } catch (IOException | OperationFailure _) {
            // A VE without /run has no view, and one that ends at this moment needs none.
            shownTo.put(veid, 0);
        }
    }

    private void forget(VeId veid) {
        try {
            files.remove(veid);
        } catch (IOException _) {
            // A file of a VE that is gone is seen by nobody.
        }
    }

    /// Waits for a look that is under way, which takes milliseconds.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
