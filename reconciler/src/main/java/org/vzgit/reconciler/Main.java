package org.vzgit.reconciler;

import org.vzgit.reconciler.cli.Cli;

/// The process.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Cli.run(arguments));
    }
}
