package org.vzgit.reconciler.source;

/// A desired state that cannot be read at all. The message says what was tried and on what, and
/// ends with what to do next.
public final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why it cannot be read.
    public enum Kind {
        /// The location itself is not acceptable, e.g. an unsafe protocol or a password in a URL.
        BAD_LOCATION,
        NOT_A_REPOSITORY,
        /// The repository has no commit.
        EMPTY,
        UNKNOWN_REVISION,
        NO_SUBDIRECTORY,
        /// The server did not answer, in time or at all.
        UNREACHABLE,
        /// The server, or the file system, refuses us.
        DENIED,
        /// More than the bounds in [SourceBounds] allow.
        TOO_LARGE,
        /// It can be read, and may not be followed: not signed, or its history was rewound.
        REFUSED,
        /// What was asked for cannot be put together with what came later.
        CONFLICT,
        /// The objects contradict themselves, or were made to do harm.
        MALFORMED
    }

    private final Kind kind;
    private final String nextStep;

    SourceFailure(Kind kind, String message, String nextStep) {
        super(message + "; " + nextStep);
        this.kind = kind;
        this.nextStep = nextStep;
    }

    SourceFailure(Kind kind, String message, String nextStep, Throwable cause) {
        super(message + "; " + nextStep, cause);
        this.kind = kind;
        this.nextStep = nextStep;
    }

    public Kind kind() {
        return kind;
    }

    /// What a person can do about it, one clause.
    public String nextStep() {
        return nextStep;
    }
}
