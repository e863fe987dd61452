package org.vzgit.kernel.cgroup;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// A bpf(2) that keeps names and what is attached, to one cgroup: whichever directory is opened.
final class ScriptedBpf {
    /// Descriptors of programs are their ids and this.
    private static final int PROGRAM = 1000;

    /// Names in the order of their ids, from 0.
    final List<String> loaded = new ArrayList<>();

    final List<Integer> attached = new ArrayList<>();
    final List<Integer> open = new ArrayList<>();
    private Optional<Errno> failure = Optional.empty();

    final Syscalls syscalls =
            (Syscalls)
                    Proxy.newProxyInstance(
                            Syscalls.class.getClassLoader(),
                            new Class<?>[] {Syscalls.class},
                            (_, method, arguments) -> call(method.getName(), arguments));

    /// All commands give this errno from now on.
    ScriptedBpf failing(Errno errno) {
        failure = Optional.of(errno);
        return this;
    }

    ScriptedBpf attached(String name) {
        loaded.add(name);
        attached.add(loaded.size() - 1);
        return this;
    }

    List<String> attachedNames() {
        return attached.stream().map(loaded::get).toList();
    }

    private Object call(String method, Object[] arguments) throws ErrnoException {
        return switch (method) {
            case "open" -> fd(1);
            case "bpfFd" -> fd(PROGRAM + program((BpfRequest) arguments[0]));
            case "bpf" -> {
                answer((BpfRequest) arguments[0]);
                yield 0;
            }
            default -> throw new AssertionError(method);
        };
    }

    private Fd fd(int number) {
        open.add(number);
        return new Fd(number, closed -> open.removeIf(one -> one == closed));
    }

    private int program(BpfRequest request) throws ErrnoException {
        fail(request);
        if (request.command() == 5) {
            byte[] name = Arrays.copyOfRange(request.attr(), 48, 64);
            loaded.add(new String(name, StandardCharsets.US_ASCII).replace("\0", ""));
            return loaded.size() - 1;
        }
        if (!attached.contains(request.number(0))) {
            throw new ErrnoException(Errno.ENOENT, request.toString());
        }
        return request.number(0);
    }

    private void answer(BpfRequest request) throws ErrnoException {
        fail(request);
        switch (request.command()) {
            case 8 -> {
                if ((request.number(12) & 4) != 0) {
                    int replaced = request.number(16) - PROGRAM;
                    attached.removeIf(one -> one == replaced);
                }
                attached.add(request.number(4) - PROGRAM);
            }
            case 15 -> {
                byte[] name =
                        loaded.get(request.number(0) - PROGRAM).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(name, 0, request.memoryAt(8), 64, name.length);
            }
            case 16 -> {
                ByteBuffer ids =
                        ByteBuffer.wrap(request.memoryAt(16)).order(ByteOrder.nativeOrder());
                attached.forEach(ids::putInt);
                request.number(24, attached.size());
            }
            default -> throw new AssertionError(request.toString());
        }
    }

    private void fail(BpfRequest request) throws ErrnoException {
        if (failure.isPresent()) {
            throw new ErrnoException(failure.get(), request.toString());
        }
    }
}
