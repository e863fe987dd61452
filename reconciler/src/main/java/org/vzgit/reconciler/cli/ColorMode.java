package org.vzgit.reconciler.cli;

/// When to colour.
enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER
}
