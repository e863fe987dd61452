package org.vzgit.kernel.op;

/// An operation that did not take effect.
///
/// The message says what was tried, on what, with which value, and the errno name: `set memory.max
/// of VE web1 to 4294967296: EBUSY`.
public final class OperationFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public OperationFailure(FailureKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public OperationFailure(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
