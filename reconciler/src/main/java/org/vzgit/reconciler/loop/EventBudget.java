package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;

/// How much time of a CPU may go into passes that hints of the kernel ask for. A single hint is
/// followed at once; a storm of them is followed as often as it may cost.
///
/// Time that a pass waits for its turn is no cost: charged with it, the agent of a loaded machine
/// healed each drift only after seconds (load 8 on 2 CPUs).
///
/// Safe for several threads.
final class EventBudget {
    /// Of one CPU, on average: a host whose links flap all day must not notice the agent.
    static final double SHARE = 0.05;

    /// Saved up while nothing happens: passes over a full node, or some hundred over a small one,
    /// one after the other. Somebody's script that goes through all VEs is answered VE by VE.
    static final Duration SAVINGS = Duration.ofSeconds(10);

    private long nanos = SAVINGS.toNanos();
    private Instant last;

    EventBudget(Instant now) {
        last = now;
    }

    /// Takes note of what a pass cost: time of a CPU.
    synchronized void spend(Duration cost, Instant now) {
        earn(now);
        nanos -= cost.toNanos();
    }

    /// How long the next pass has to wait.
    synchronized Duration delay(Instant now) {
        earn(now);
        return nanos >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-nanos / SHARE));
    }

    private void earn(Instant now) {
        long passed = Math.max(0, Duration.between(last, now).toNanos());
        nanos = Math.min(SAVINGS.toNanos(), nanos + (long) (passed * SHARE));
        last = now;
    }
}
