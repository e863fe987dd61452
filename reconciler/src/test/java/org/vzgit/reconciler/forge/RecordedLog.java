package org.vzgit.reconciler.forge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what it was told.
final class RecordedLog implements ForgeLog {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void forgeFailed(String what, String message) {
        told.add(what + " failed: " + message);
    }

    @Override
    public void forgeRecovered(String what) {
        told.add(what + " recovered");
    }

    /// For threads that are on their way; a test's own time limit ends this.
    static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
