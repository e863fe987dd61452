package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// Times for a VE's link, beside the same work by `ip -batch`, both in this run. A program, not a
/// test: times are no verdict.
final class NetworkFigures {
    private static final int ROUNDS = 20;

    /// Enough for the virtual machine to have compiled what is measured.
    private static final int WARM_UP = 20;

    private static final int VES = 100;
    private static final int OBSERVATIONS = 20;

    private static final NamespaceThread THREADS =
            new NamespaceThread(PrivateHost.SYSCALLS, KernelRoot.RUNNING);

    private NetworkFigures() {}

    public static void main(String[] arguments) throws Exception {
        VeNetwork network = new VeNetwork(PrivateHost.SYSCALLS, "vzgit-bench");
        try (PrivateHost host = new PrivateHost()) {
            long[] ours = new long[ROUNDS];
            long[] theirs = new long[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long one = attachByNetlink(host, network, host.startNamespace());
                long other = attachByBatch(host, host.startNamespace());
                if (round >= 0) {
                    ours[round] = one;
                    theirs[round] = other;
                }
            }
            print("attach + one address, netlink", ours);
            print("the same by 2 x ip -batch (without the 12 link settings)", theirs);
        }
        try (PrivateHost host = new PrivateHost()) {
            observe(host, network);
        }
    }

    private static long attachByNetlink(PrivateHost host, VeNetwork network, int pid)
            throws Exception {
        VeId veid = new VeId(VeId.MIN);
        long time =
                host.call(() -> {
                    long start = System.nanoTime();
                    network.attach(veid, pid);
                    network.addAddress(veid, pid, address(1));
                    return System.nanoTime() - start;
                });
        host.act(() -> network.detach(veid));
        return time;
    }

    private static long attachByBatch(PrivateHost host, int pid) throws Exception {
        String outside =
                """
                link add ve102 type veth peer name eth0 netns %d
                link set ve102 alias bench:102 up
                address add 169.254.1.1/32 dev ve102 scope link
                address add fe80::1/64 dev ve102 nodad
                """
                        .formatted(pid);
        String inside =
                """
                link set lo up
                link set eth0 up
                route add 169.254.1.1 dev eth0 scope link
                route add default via 169.254.1.1 dev eth0 onlink
                route add default via fe80::1 dev eth0 onlink
                address add 10.101.2.1/32 dev eth0
                """;
        // The route to the VE goes with the first batch, as its own order allows.
        long time =
                timed(host.pid(), outside + "route add 10.101.2.1/32 dev ve102\n")
                        + timed(pid, inside);
        host.host("ip", "link", "delete", "ve102");
        return time;
    }

    /// Started from a thread in the namespace, so that no `nsenter` is measured.
    private static long timed(int pid, String commands) throws ErrnoException {
        return THREADS.call(
                pid,
                Set.of(Namespace.NET),
                () -> {
                    try {
                        long start = System.nanoTime();
                        Process ip =
                                new ProcessBuilder("ip", "-batch", "-")
                                        .inheritIO()
                                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                                        .start();
                        ip.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
                        ip.getOutputStream().close();
                        assertEquals(0, ip.waitFor());
                        return System.nanoTime() - start;
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static void observe(PrivateHost host, VeNetwork network) throws Exception {
        SortedMap<VeId, Integer> pids = new TreeMap<>();
        for (int i = 0; i < VES; i++) {
            VeId veid = new VeId(VeId.MIN + i);
            int pid = host.startNamespace();
            int number = i + 1;
            pids.put(veid, pid);
            host.act(() -> network.attach(veid, pid));
            host.act(() -> network.addAddress(veid, pid, address(number)));
        }
        long[] times = new long[OBSERVATIONS];
        for (int i = 0; i < OBSERVATIONS; i++) {
            times[i] =
                    host.call(() -> {
                        long start = System.nanoTime();
                        assertEquals(VES, network.observe(pids.keySet(), pids).size());
                        return System.nanoTime() - start;
                    });
        }
        print("observe " + VES + " VEs", times);
    }

    private static IpAddress address(int number) {
        return IpAddress.parse("10.101.2." + number);
    }

    private static void print(String what, long[] nanoseconds) {
        Arrays.sort(nanoseconds);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f ms, least %.2f, most %.2f (n=%d)%n",
                what,
                nanoseconds[nanoseconds.length / 2] / 1e6,
                nanoseconds[0] / 1e6,
                nanoseconds[nanoseconds.length - 1] / 1e6,
                nanoseconds.length);
    }
}
