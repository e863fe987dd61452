package org.vzgit.kernel.sys;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/// An open file descriptor of this process, always close-on-exec.
///
/// Closing twice does nothing: a second close(2) of the same number could hit a file that another
/// thread has opened since.
public final class Fd implements AutoCloseable {
    private final int number;
    private final IntConsumer closer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param closer called once with the number, on the first [#close]
    public Fd(int number, IntConsumer closer) {
        this.number = number;
        this.closer = closer;
    }

    /// The number, for a system call only.
    ///
    /// @throws IllegalStateException when closed: the number may name another file by now
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException("file descriptor " + number + " is closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closer.accept(number);
        }
    }

    @Override
    public String toString() {
        return "fd " + number;
    }
}
