package org.vzgit.kernel.process;

import java.lang.ProcessBuilder.Redirect;

/// Where the streams of a command in a VE come from and go to, on the host. They are pumped: no
/// descriptor of them is ever in the VE.
record ExecStreams(Redirect input, Redirect output, Redirect errors) {
    /// This process's own streams.
    static final ExecStreams INHERITED =
            new ExecStreams(Redirect.INHERIT, Redirect.INHERIT, Redirect.INHERIT);
}
