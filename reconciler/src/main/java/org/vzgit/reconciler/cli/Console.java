package org.vzgit.reconciler.cli;

import java.io.PrintWriter;
import org.vzgit.reconciler.text.Palette;

/// Where a command writes: data to `out`, everything about the doing to `err`.
record Console(PrintWriter out, PrintWriter err, Surroundings surroundings) {

    /// Prints data that ends with its own newline.
    void print(String data) {
        out.print(data);
        out.flush();
    }

    void say(String message) {
        err.println(message);
        err.flush();
    }

    /// The colours for standard output. `NO_COLOR` (no-color.org) counts when it is set and not
    /// empty, and only where nobody asked for colour on the command line.
    Palette palette(ColorMode mode) {
        boolean colour =
                switch (mode) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO ->
                            surroundings.outIsTerminal()
                                    && variable("NO_COLOR").isEmpty()
                                    && !variable("TERM").equals("dumb");
                };
        return colour ? Palette.ANSI : Palette.PLAIN;
    }

    private String variable(String name) {
        return surroundings.variables().getOrDefault(name, "");
    }
}
