package org.vzgit.kernel.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;

/// A link's settings in `/proc/sys/net/ipv{4,6}/conf/LINK`
/// (`Documentation/networking/ip-sysctl.rst`), of the network namespace that the calling thread is
/// in. Settings for all links are never written: they belong to the node's administrator.
final class LinkSettings {
    private final Syscalls syscalls;
    private final Path net;

    LinkSettings(Syscalls syscalls, KernelRoot root) {
        this.syscalls = syscalls;
        this.net = root.proc().resolve("sys").resolve("net");
    }

    /// Whether the running kernel has IPv6 at all; booted with `ipv6.disable=1` it has not.
    boolean hasV6() {
        return Files.isDirectory(net.resolve("ipv6").resolve("conf"));
    }

    /// The host's end, before it is set up.
    void ofHostEnd(String link) throws ErrnoException {
        write(
                "ipv4",
                link,
                Map.of(
                        // From this link to the others; the way back is net.ipv4.ip_forward.
                        "forwarding", 1,
                        // A VE sends from no address but those that are routed to it.
                        "rp_filter", 1,
                        "accept_redirects", 0));
        if (hasV6()) {
            write(
                    "ipv6",
                    link,
                    Map.of(
                            "disable_ipv6", 0,
                            "forwarding", 1,
                            // A VE must not tell the node where its routers are.
                            "accept_ra", 0,
                            "accept_redirects", 0,
                            "accept_dad", 0,
                            // No address besides fe80::1.
                            "addr_gen_mode", 1));
        }
    }

    /// A port of a bridge, before it is set up: the host does not speak by it, the bridge does.
    void ofPort(String link) throws ErrnoException {
        if (hasV6()) {
            write("ipv6", link, Map.of("disable_ipv6", 1));
        }
    }

    /// The VE's end, before it is set up. Its own link-local address must work at once: without it
    /// no v6 neighbour is found.
    void ofVeEnd(String link) throws ErrnoException {
        if (hasV6()) {
            write("ipv6", link, Map.of("disable_ipv6", 0, "accept_ra", 0, "accept_dad", 0));
        }
    }

    private void write(String family, String link, Map<String, Integer> settings)
            throws ErrnoException {
        Path conf = net.resolve(family).resolve("conf").resolve(link);
        for (Map.Entry<String, Integer> setting : settings.entrySet()) {
            byte[] value = setting.getValue().toString().getBytes(StandardCharsets.US_ASCII);
            Path file = conf.resolve(setting.getKey());
            try (Fd fd = syscalls.open(file, Set.of(OpenFlag.WRONLY))) {
                syscalls.write(fd, value);
            }
        }
    }
}
