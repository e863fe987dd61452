package org.vzgit.kernel.beancounter;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Rlimit;
import org.vzgit.kernel.sys.Syscalls;

/// Extended attributes and limits of processes, in memory; any call can be made to fail.
final class ScriptedSyscalls {
    final Map<String, byte[]> attributes = new TreeMap<>();
    final Map<Integer, Rlimit> limits = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    Optional<Errno> refusal = Optional.empty();

    /// Runs at each look at a process, as what a VE does meanwhile.
    Runnable meanwhile = () -> {};

    final Syscalls syscalls =
            (Syscalls)
                    Proxy.newProxyInstance(
                            Syscalls.class.getClassLoader(),
                            new Class<?>[] {Syscalls.class},
                            (_, method, arguments) -> call(method.getName(), arguments));

    void attribute(String name, String text) {
        attributes.put(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    String attribute(String name) {
        return new String(attributes.getOrDefault(name, new byte[0]), StandardCharsets.US_ASCII);
    }

    private Object call(String name, Object[] arguments) throws ErrnoException {
        if (refusal.isPresent()) {
            throw new ErrnoException(refusal.get(), name);
        }
        return switch (name) {
            case "getxattr" -> get((Path) arguments[0], (String) arguments[1]);
            case "setxattr" ->
                    set((Path) arguments[0], (String) arguments[1], (byte[]) arguments[2]);
            case "prlimit" -> prlimit(arguments);
            default -> throw new AssertionError(name);
        };
    }

    private byte[] get(Path path, String name) throws ErrnoException {
        calls.add("get " + path + " " + name);
        byte[] value = attributes.get(name);
        if (value == null) {
            throw new ErrnoException(Errno.ENODATA, "getxattr " + name);
        }
        return value.clone();
    }

    private String set(Path path, String name, byte[] value) {
        calls.add("set " + path + " " + name);
        attributes.put(name, value.clone());
        return "";
    }

    private Object prlimit(Object[] arguments) throws ErrnoException {
        int pid = (Integer) arguments[0];
        Rlimit now = limits.get(pid);
        if (now == null) {
            throw new ErrnoException(Errno.ESRCH, "prlimit " + pid);
        }
        if (arguments.length == 3) {
            calls.add(pid + " " + arguments[1]);
            limits.put(pid, (Rlimit) arguments[2]);
        } else {
            meanwhile.run();
        }
        return now;
    }
}
