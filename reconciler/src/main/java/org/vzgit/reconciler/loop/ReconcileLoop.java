package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.status.StatusFile;
import org.vzgit.reconciler.status.StatusSnapshot;

/// Keeps a node as its desired state wants it: a pass when Git has something new, one when the
/// kernel hints that something changed, and one every now and then against what neither tells.
///
/// The newest revision wins: when one arrives during an apply, no further step of the old plan
/// begins. Stopping and cancelling work the same way. A pass that changes nothing costs one look at
/// the kernel.
public final class ReconcileLoop {
    /// How long the listener for hints sleeps at most: also how long stopping may take.
    private static final Duration LISTEN = Duration.ofSeconds(1);

    /// After a cancel nothing is applied for so long, unless a person or a commit says otherwise:
    /// long enough to look and to suspend what must not go on.
    static final Duration CANCEL = Duration.ofMinutes(10);

    private final ManagedNode node;
    private final LoopSettings settings;
    private final LoopListener listener;
    private final SourceWatch watch;
    private final Pass pass;
    private final EventBudget budget;
    private final CpuClock cpu;
    private final Alarm passes = new Alarm();
    private final Alarm polls = new Alarm();
    private volatile boolean stopped;
    private volatile Optional<Cancel> cancel = Optional.empty();
    private volatile Optional<LoopView.Last> last = Optional.empty();

    /// @param desired what was being applied
    private record Cancel(Desired desired, Instant until) {}

    public ReconcileLoop(ManagedNode node, LoopSettings settings, LoopListener listener) {
        this(node, settings, listener, CpuClock.PROCESS);
    }

    ReconcileLoop(ManagedNode node, LoopSettings settings, LoopListener listener, CpuClock cpu) {
        this.node = node;
        this.settings = settings;
        this.listener = listener;
        this.watch = new SourceWatch(node, settings.clock(), listener);
        this.pass = new Pass(node, settings, listener);
        this.budget = new EventBudget(settings.clock().instant());
        this.cpu = cpu;
    }

    /// Reads the desired state and makes one pass.
    ///
    /// @throws SourceFailure when there is no desired state to pass on
    /// @throws IOException when a file of the node cannot be read or written
    public PassResult once() throws SourceFailure, IOException {
        watch.poll();
        Optional<SourceFailure> failure = watch.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        Desired desired = watch.latest().orElseThrow(() -> new IOException("nothing was read"));
        return pass(desired);
    }

    /// One turn of [#run] on the caller's thread: a look at the source, and a pass on whatever was
    /// read last.
    void turn(NodeEvents events) {
        watch.poll();
        watch.latest().ifPresent(desired -> passOn(desired, events));
    }

    /// Returns after [#stop], at the end of the operations that were running.
    public void run() {
        Thread poller = Thread.ofPlatform().daemon().name("source").start(this::poll);
        NodeEvents events = node.kernel().events();
        Thread ear = Thread.ofPlatform().daemon().name("events").start(() -> listen(events));
        while (!isStopped()) {
            watch.latest().ifPresent(desired -> passOn(desired, events));
            passes.await(Jitter.around(settings.driftInterval(), settings.random()));
        }
        polls.ring();
        // Not joined: it may wait for a server, and it changes nothing.
        poller.interrupt();
        close(events, ear);
    }

    /// The kernel told something.
    void heard(List<NodeHint> hints) {
        pass.heard(hints);
        listener.hinted(hints);
    }

    /// Asks the loop to end. Safe from any thread and at any time, as all that follows.
    public void stop() {
        stopped = true;
        passes.ring();
        polls.ring();
    }

    /// Looks at the source now and not at the next poll.
    public void poke() {
        polls.ring();
    }

    /// Looks at everything now, and tries again what was given up for a while.
    public void sync() {
        cancel = Optional.empty();
        pass.retry();
        listener.asked();
        polls.ring();
        passes.ring();
    }

    /// Takes the commit that waits for other nodes as it is.
    ///
    /// @return its id; empty when none waits
    public Optional<String> release() {
        Optional<String> commit = watch.release();
        look();
        return commit;
    }

    /// Something that a pass reads has changed: holds.
    public void look() {
        polls.ring();
        passes.ring();
    }

    /// No further operation begins, until another commit, [#sync] or the end of a while.
    ///
    /// @return until when
    public Instant cancel() {
        Instant until = settings.clock().instant().plus(CANCEL);
        cancel = watch.latest().map(desired -> new Cancel(desired, until));
        return until;
    }

    /// What goes on at this moment.
    public LoopView view() {
        Instant now = settings.clock().instant();
        return new LoopView(
                now,
                new LoopView.Source(
                        watch.latest(),
                        watch.polled(),
                        watch.failure().map(SourceFailure::getMessage),
                        cancel.map(Cancel::until).filter(now::isBefore),
                        watch.waits()),
                last,
                pass.activity().now(),
                pass.backoffs().waiting(now));
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

    private void listen(NodeEvents events) {
        try {
            while (!isStopped()) {
                List<NodeHint> hints = events.await(LISTEN);
                if (!hints.isEmpty()) {
                    heard(hints);
                    Thread.sleep(budget.delay(settings.clock().instant()));
                    passes.ring();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            // Hints are an addition; the looks for drift go on.
            listener.passFailed(defect);
        }
    }

    private static void close(NodeEvents events, Thread ear) {
        ear.interrupt();
        try {
            // Only then: a descriptor that is closed while it is waited for may become another's.
            ear.join(LISTEN.multipliedBy(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!ear.isAlive()) {
            events.close();
        }
    }

    private void passOn(Desired desired, NodeEvents events) {
        try {
            PassResult result = pass(desired);
            boolean unheard = events.watch(result.live());
            // The next wave, or what waited for something that is done now.
            if (unheard || (result.progressed() && !result.remaining().isEmpty())) {
                passes.ring();
            }
        } catch (IOException unwritable) {
            listener.passFailed(new UncheckedIOException(unwritable));
        } catch (RuntimeException defect) {
            listener.passFailed(defect);
        }
    }

    private PassResult pass(Desired desired) throws IOException {
        Instant begin = settings.clock().instant();
        Duration used = cpu.used();
        PassResult result =
                pass.run(desired, () -> stopped || isSuperseded(desired) || isCancelled(desired));
        Instant end = settings.clock().instant();
        Duration took = Duration.between(begin, end);
        budget.spend(cpu.used().minus(used), end);
        last = Optional.of(new LoopView.Last(end, took, result));
        listener.passed(result, took);
        writeStatus(result);
        return result;
    }

    private boolean isSuperseded(Desired desired) {
        return watch.latest().filter(latest -> !latest.equals(desired)).isPresent();
    }

    private boolean isCancelled(Desired desired) {
        return cancel.filter(one -> one.desired().equals(desired))
                .filter(one -> settings.clock().instant().isBefore(one.until()))
                .isPresent();
    }

    private void writeStatus(PassResult result) throws IOException {
        StatusFile.write(
                node.files().status(),
                StatusSnapshot.of(
                                result.desired().state(),
                                result.live(),
                                result.remaining(),
                                settings.clock().instant())
                        .waiting(watch.waits().map(NodeWait::text)));
    }
}
