package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// Many VEs at once on the real kernel.
@Tag("kernel")
class VeNetworkLoadTest {
    private static final int VES = 50;
    private static final int THREADS = 4;

    private final VeNetwork network = new VeNetwork(PrivateHost.SYSCALLS, "vzgit-test");
    private final SortedMap<VeId, Integer> pids = new TreeMap<>();
    private PrivateHost host;

    @BeforeEach
    void makeNamespaces() throws IOException {
        host = new PrivateHost();
        for (int i = 0; i < VES; i++) {
            pids.put(new VeId(VeId.MIN + i), host.startNamespace());
        }
    }

    @AfterEach
    void endNamespaces() throws IOException {
        host.close();
    }

    @Test
    void manyVesAreAttachedAtOnceWhileTheNodeIsObserved() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> attached = executor.invokeAll(attachments());
            Map<VeId, Reading<ObservedNetwork>> meanwhile =
                    executor.submit(() -> host.call(() -> network.observe(pids.keySet(), pids)))
                            .get();
            assertEquals(pids.keySet(), meanwhile.keySet());
            for (Future<Integer> one : attached) {
                one.get();
            }
        }
        Map<VeId, Reading<ObservedNetwork>> readings =
                host.call(() -> network.observe(pids.keySet(), pids));
        assertEquals(expected(), readings);
    }

    private List<Callable<Integer>> attachments() {
        List<Callable<Integer>> all = new ArrayList<>();
        pids.forEach((veid, pid) ->
                all.add(() -> {
                    host.act(() -> attach(veid, pid));
                    return pid;
                }));
        return all;
    }

    private void attach(VeId veid, int pid) throws OperationFailure {
        network.attach(veid, pid);
        network.addAddress(veid, pid, address(veid));
    }

    private Map<VeId, Reading<ObservedNetwork>> expected() {
        Map<VeId, Reading<ObservedNetwork>> expected = new TreeMap<>();
        for (VeId veid : pids.keySet()) {
            TreeSet<IpAddress> addresses = new TreeSet<>(Set.of(address(veid)));
            expected.put(veid, Reading.present(ObservedNetwork.of(true, addresses, addresses)));
        }
        return expected;
    }

    private static IpAddress address(VeId veid) {
        return IpAddress.parse("10.101.1." + (veid.value() - VeId.MIN + 1));
    }
}
