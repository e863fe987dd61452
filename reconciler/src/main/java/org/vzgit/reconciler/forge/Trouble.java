package org.vzgit.reconciler.forge;

/// Tells the beginning and the end of a row of failures, and nothing between.
///
/// Safe for several threads.
final class Trouble {
    private final String what;
    private final ForgeLog log;
    private boolean told;

    Trouble(String what, ForgeLog log) {
        this.what = what;
        this.log = log;
    }

    synchronized void failed(String message) {
        if (!told) {
            told = true;
            log.forgeFailed(what, message);
        }
    }

    synchronized void succeeded() {
        if (told) {
            told = false;
            log.forgeRecovered(what);
        }
    }
}
