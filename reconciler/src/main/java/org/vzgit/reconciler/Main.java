package org.vzgit.reconciler;

import org.vzgit.reconciler.cli.Cli;

/// The process.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = Cli.run(arguments);
        // Not exit: since JDK 21 that looks for a logger first (JDK-8301627), which costs as much
        // as
        // a small command. Everything is flushed and closed here, and no shutdown hook is left.
        Runtime.getRuntime().halt(code);
    }
}
