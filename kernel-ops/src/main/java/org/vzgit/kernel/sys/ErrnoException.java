package org.vzgit.kernel.sys;

import org.vzgit.kernel.op.OperationFailure;

/// A system call that failed. Carries no stack trace: failing calls are ordinary answers of the
/// kernel, asked for many times in a pass, and name and errno say where it was.
public final class ErrnoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String call;
    private final String detail;

    /// @param call the system call, with what it was called on where that helps: `setns net`
    public ErrnoException(Errno errno, String call) {
        this(errno, call, "");
    }

    /// @param detail what the kernel said beyond the number, such as netlink's extended
    ///   acknowledgement; empty if nothing
    public ErrnoException(Errno errno, String call, String detail) {
        super(null, null, false, false);
        this.errno = errno;
        this.call = call;
        this.detail = detail;
    }

    /// `call: ERRNO`, then what the kernel said beyond that, in parentheses.
    @Override
    public String getMessage() {
        return call + ": " + errno + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    public Errno errno() {
        return errno;
    }

    public String call() {
        return call;
    }

    /// The failure of the operation that needed this call.
    ///
    /// @param tried what was tried, on what, with which value: `add address 10.0.0.1 to VE 101`
    public OperationFailure failing(String tried) {
        return new OperationFailure(errno.kind(), tried + ": " + getMessage(), this);
    }
}
