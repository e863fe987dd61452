package org.vzgit.kernel.network;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// System calls whose netlink answers are written down before; every other call does nothing.
final class ScriptedKernel {
    final List<byte[]> sent = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private String failing = "";

    final Syscalls syscalls =
            (Syscalls)
                    Proxy.newProxyInstance(
                            Syscalls.class.getClassLoader(),
                            new Class<?>[] {Syscalls.class},
                            (_, method, arguments) -> call(method.getName(), arguments));

    /// The next datagram to be received: messages that answer the request with this number.
    ScriptedKernel answer(byte[]... messages) {
        byte[] all = new byte[0];
        for (byte[] message : messages) {
            byte[] longer = java.util.Arrays.copyOf(all, all.length + message.length);
            System.arraycopy(message, 0, longer, all.length, message.length);
            all = longer;
        }
        answers.add(all);
        return this;
    }

    ScriptedKernel failing(String call) {
        failing = call;
        return this;
    }

    static byte[] message(int type, int flags, int sequence) {
        return NetlinkRequest.of(new NetlinkWriter(type, flags).number(0), "").message(sequence);
    }

    static byte[] acknowledgement(int sequence, int errno) {
        NetlinkWriter writer = new NetlinkWriter(Rtnetlink.NLMSG_ERROR, 0).number(-errno);
        return NetlinkRequest.of(writer, "").message(sequence);
    }

    static byte[] done(int flags, int sequence, int errno) {
        NetlinkWriter writer = new NetlinkWriter(Rtnetlink.NLMSG_DONE, flags).number(-errno);
        return NetlinkRequest.of(writer, "").message(sequence);
    }

    private Object call(String name, Object[] arguments) throws ErrnoException {
        if (name.equals(failing)) {
            throw new ErrnoException(Errno.ENOBUFS, name);
        }
        return switch (name) {
            case "socket" -> new Fd(3, closed::add);
            case "send" -> {
                sent.add(((byte[]) arguments[1]).clone());
                yield 0;
            }
            case "recv" -> receive((byte[]) arguments[1]);
            default -> 0;
        };
    }

    private int receive(byte[] buffer) throws ErrnoException {
        byte[] next = answers.poll();
        if (next == null) {
            throw new ErrnoException(Errno.EAGAIN, "recv");
        }
        System.arraycopy(next, 0, buffer, 0, Math.min(next.length, buffer.length));
        return next.length;
    }
}
