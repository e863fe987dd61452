package org.vzgit.reconciler.cli;

/// For whom beancounters are printed: what reads `/proc/user_beancounters`, programs, or a
/// Prometheus server.
enum UbcFormat {
    TEXT,
    JSON,
    PROMETHEUS
}
