package org.vzgit.kernel.op;

/// Why an operation failed, and whether trying the same again can help.
public enum FailureKind {
    /// EBUSY, EAGAIN, EINTR: something is in the way now.
    BUSY(true),
    /// ENOMEM, ENOSPC, EDQUOT, EMFILE, ENFILE: the node has run out of something.
    EXHAUSTED(true),
    /// ENOENT, ESRCH, ENODEV: what the operation wanted to change is gone; observe again.
    GONE(true),
    /// EEXIST and everything else that says that the state is not what the plan assumed.
    CONFLICT(true),
    /// A wait ended before what was waited for happened.
    DEADLINE(true),
    /// EPERM, EACCES, EROFS: needs another user, capability or mount option.
    DENIED(false),
    /// EINVAL, ERANGE, E2BIG: the kernel does not take this value.
    REJECTED(false),
    /// ENOSYS, EOPNOTSUPP, ENOTTY: this kernel cannot do it.
    UNSUPPORTED(false),
    /// EIO and whatever else has no better name.
    BROKEN(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
