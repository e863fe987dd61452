package org.vzgit.kernel.process;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// Where the streams of a command in a VE come from and go to, on the host. They are pumped: no
/// descriptor of them is ever in the VE.
///
/// @param joined what it says on its error stream comes with its output
public record ExecStreams(Redirect input, Redirect output, Redirect errors, boolean joined) {
    private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());

    /// This process's own streams.
    public static final ExecStreams INHERITED =
            new ExecStreams(Redirect.INHERIT, Redirect.INHERIT, Redirect.INHERIT);

    /// No input; all that it says is read as one stream.
    public static final ExecStreams JOINED =
            new ExecStreams(NOTHING, Redirect.PIPE, Redirect.PIPE, true);

    /// No input; what it says is read from the [Process].
    public static final ExecStreams READ = new ExecStreams(NOTHING, Redirect.PIPE, Redirect.PIPE);

    public ExecStreams(Redirect input, Redirect output, Redirect errors) {
        this(input, output, errors, false);
    }
}
