package org.vzgit.reconciler.forge;

/// Brings one status to a forge. Takes a bounded time.
@FunctionalInterface
interface Delivery {
    Answer deliver(CommitStatus status) throws InterruptedException;
}
