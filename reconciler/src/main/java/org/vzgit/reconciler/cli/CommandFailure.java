package org.vzgit.reconciler.cli;

import org.vzgit.reconciler.source.SourceFailure;

/// Ends a command with an exit code and one line for people. For failures that are foreseen; others
/// end with [ExitCode#TOOL_FAILED].
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandFailure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// What a source that cannot be read, or may not be followed, means for a command.
    static CommandFailure of(SourceFailure failure) {
        ExitCode code =
                switch (failure.kind()) {
                    case BAD_LOCATION -> ExitCode.USAGE;
                    case REFUSED, CONFLICT -> ExitCode.REFUSED;
                    default -> ExitCode.TOOL_FAILED;
                };
        return new CommandFailure(code, String.valueOf(failure.getMessage()), failure);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
