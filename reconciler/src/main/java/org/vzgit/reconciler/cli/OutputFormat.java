package org.vzgit.reconciler.cli;

/// For whom the output is: people or programs.
enum OutputFormat {
    TEXT,
    JSON
}
