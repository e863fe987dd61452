package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.VeId;

/// A host on which every system call fails.
class UnreadableHostTest {
    private static final VeId RUNS = new VeId(101);
    private static final VeId STOPPED = new VeId(102);

    private final VeNetwork network =
            new VeNetwork(
                    (Syscalls)
                            Proxy.newProxyInstance(
                                    Syscalls.class.getClassLoader(),
                                    new Class<?>[] {Syscalls.class},
                                    (_, method, _) -> {
                                        throw new ErrnoException(Errno.ENFILE, method.getName());
                                    }),
                    "test");

    @Test
    void noVeIsTakenForOneWithoutALink() {
        TreeMap<VeId, Integer> pids = new TreeMap<>();
        pids.put(RUNS, 1);
        var readings = network.observe(Set.of(RUNS, STOPPED), pids);
        assertEquals(Set.of(RUNS, STOPPED), readings.keySet());
        readings.values().forEach(reading -> assertInstanceOf(Reading.Unreadable.class, reading));
    }

    @Test
    void listingFailsAndDoesNotSayNone() {
        assertThrows(OperationFailure.class, network::list);
    }
}
