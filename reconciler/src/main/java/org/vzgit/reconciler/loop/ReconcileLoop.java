package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.util.Optional;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.status.StatusFile;
import org.vzgit.reconciler.status.StatusSnapshot;

/// Keeps a node as its desired state wants it: a pass when Git has something new, and one every now
/// and then against drift.
///
/// The newest revision wins: when one arrives during an apply, no further step of the old plan
/// begins. Stopping works the same way. A pass that changes nothing costs one look at the kernel.
public final class ReconcileLoop {
    private final ManagedNode node;
    private final LoopSettings settings;
    private final LoopListener listener;
    private final SourceWatch watch;
    private final Pass pass;
    private final Alarm passes = new Alarm();
    private final Alarm polls = new Alarm();
    private volatile boolean stopped;

    public ReconcileLoop(ManagedNode node, LoopSettings settings, LoopListener listener) {
        this.node = node;
        this.settings = settings;
        this.listener = listener;
        this.watch = new SourceWatch(node.feed(), listener);
        this.pass = new Pass(node, settings, listener);
    }

    /// Reads the desired state and makes one pass.
    ///
    /// @throws SourceFailure when there is no desired state to pass on
    /// @throws IOException when the status file cannot be written
    public PassResult once() throws SourceFailure, IOException {
        watch.poll();
        Optional<SourceFailure> failure = watch.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        PassResult result = pass.run(watch.latest().orElseThrow(), () -> stopped);
        writeStatus(result);
        return result;
    }

    /// Returns after [#stop], at the end of the operations that were running.
    public void run() {
        Thread poller = Thread.ofPlatform().daemon().name("source").start(this::poll);
        while (!isStopped()) {
            watch.latest().ifPresent(this::passOn);
            passes.await(Jitter.around(settings.driftInterval(), settings.random()));
        }
        polls.ring();
        // Not joined: it may wait for a server, and it changes nothing.
        poller.interrupt();
    }

    /// Asks the loop to end. Safe from any thread and at any time.
    public void stop() {
        stopped = true;
        passes.ring();
        polls.ring();
    }

    /// Looks at the source now and not at the next poll.
    public void poke() {
        polls.ring();
    }

    private boolean isStopped() {
        return stopped || Thread.currentThread().isInterrupted();
    }

    private void poll() {
        while (!isStopped()) {
            if (watch.poll()) {
                passes.ring();
            }
            polls.await(Jitter.around(settings.sourceInterval(), settings.random()));
        }
    }

    private void passOn(Desired desired) {
        try {
            writeStatus(pass.run(desired, () -> stopped || isSuperseded(desired)));
        } catch (IOException unwritable) {
            listener.passFailed(new java.io.UncheckedIOException(unwritable));
        } catch (RuntimeException defect) {
            listener.passFailed(defect);
        }
    }

    private boolean isSuperseded(Desired desired) {
        return watch.latest().filter(latest -> !latest.equals(desired)).isPresent();
    }

    private void writeStatus(PassResult result) throws IOException {
        StatusFile.write(
                node.statusFile(),
                StatusSnapshot.of(
                        result.desired().state(),
                        result.live(),
                        result.remaining(),
                        settings.clock().instant()));
    }
}
