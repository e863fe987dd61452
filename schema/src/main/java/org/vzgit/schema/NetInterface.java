package org.vzgit.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bridged interface of a VE: a veth, one end in the VE, the other in a bridge of the node
/// (vzctl(8), `--netif_add`). All that is not written has a value that depends on the VE and the
/// interface alone, so that it is the same at each start.
///
/// @param name in the VE
/// @param mac of the end in the VE
/// @param hostName of the end on the node
/// @param bridge empty for none
/// @param macFilter whether the node drops what the VE sends from another address than `mac`
public record NetInterface(
        String name,
        String mac,
        String hostName,
        String hostMac,
        Optional<String> bridge,
        boolean macFilter) {
    private static final String NAME = "ifname";
    private static final String BRIDGE = "bridge";
    private static final String MAC = "mac";
    private static final String HOST_NAME = "host_ifname";
    private static final String HOST_MAC = "host_mac";
    private static final String FILTER = "mac_filter";

    /// The keys in which it is written, in OpenVZ's order.
    public static final List<String> KEYS = List.of(NAME, BRIDGE, MAC, HOST_NAME, HOST_MAC, FILTER);

    /// `IFNAMSIZ` of `linux/if.h` is 16, with the NUL at the end. No character that sysctl(8),
    /// ip(8) or OpenVZ's form reads as something else.
    private static final Pattern LINK = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,14}");

    private static final Pattern HOST_LINK = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,14}");

    private static final int LINK_MAX = 15;

    /// The routed link of each VE is `eth0`.
    private static final Set<String> TAKEN = Set.of("eth0", "lo");

    /// What the node calls the routed links: `ve101`, and `vout101` for what waits there.
    private static final Pattern OF_NODE = Pattern.compile("(ve|vout)[0-9]+");

    /// `veth101.0` of `eth0`, as in OpenVZ.
    private static final Pattern NUMBERED = Pattern.compile(".*?([0-9]{1,3})");

    private static final Pattern ADDRESS = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    /// "Locally administered", and not a group (IEEE 802-2014, 8.2).
    private static final String INSIDE_FIRST = "02";

    /// A bridge without an address of its own has the lowest of its ports (`br_stp_recalculate`,
    /// `net/bridge/br_stp_if.c`): it must not change when a VE starts.
    private static final String HOST_FIRST = "fe";

    private static final int PAIRS = 5;

    /// @throws IllegalArgumentException with what is wrong with it
    public NetInterface {
        check(NAME, name, LINK.matcher(name).matches());
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException(
                    NAME + " " + name + " is the VE's own link already; name it eth1");
        }
        check(HOST_NAME, hostName, HOST_LINK.matcher(hostName).matches());
        check(HOST_NAME, hostName, !OF_NODE.matcher(hostName).matches());
        check(MAC, mac, isUnicast(mac));
        check(HOST_MAC, hostMac, isUnicast(hostMac));
        bridge.ifPresent(link -> check(BRIDGE, link, HOST_LINK.matcher(link).matches()));
    }

    /// @param written values by [#KEYS]
    public static NetInterface of(Map<String, String> written, VeId veid) {
        String name = written.getOrDefault(NAME, "");
        String id = veid + "/" + name;
        String filter = written.getOrDefault(FILTER, "on");
        check(FILTER, filter, Set.of("on", "off").contains(filter));
        return new NetInterface(
                name,
                lower(written.getOrDefault(MAC, derived(INSIDE_FIRST, id))),
                Optional.ofNullable(written.get(HOST_NAME)).orElseGet(() -> hostName(name, veid)),
                lower(written.getOrDefault(HOST_MAC, derived(HOST_FIRST, id))),
                Optional.ofNullable(written.get(BRIDGE)),
                filter.equals("on"));
    }

    /// Reads `ifname=eth1,bridge=br0`.
    public static NetInterface parse(String text, VeId veid) {
        Map<String, String> written = new TreeMap<>();
        for (String item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            written.put(item.substring(0, equals), item.substring(equals + 1));
        }
        return of(written, veid);
    }

    /// All of it, in OpenVZ's form.
    public String text() {
        return NAME
                + "="
                + name
                + bridge.map(link -> "," + BRIDGE + "=" + link).orElse("")
                + ","
                + MAC
                + "="
                + mac
                + ","
                + HOST_NAME
                + "="
                + hostName
                + ","
                + HOST_MAC
                + "="
                + hostMac
                + ","
                + FILTER
                + "="
                + (macFilter ? "on" : "off");
    }

    /// As documents have it.
    public Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        for (String item : text().split(",", -1)) {
            entries.put(
                    item.substring(0, item.indexOf('=')), item.substring(item.indexOf('=') + 1));
        }
        return entries;
    }

    /// A name of up to 15 characters for every VE.
    private static String hostName(String name, VeId veid) {
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            throw new IllegalArgumentException(
                    NAME + " " + name + " ends in no number below 1000; write " + HOST_NAME);
        }
        String rest = veid + "." + numbered.group(1);
        return "veth".length() + rest.length() <= LINK_MAX ? "veth" + rest : "v" + rest;
    }

    private static String derived(String first, String id) {
        String digest = ActionScript.digestOf((first + "/" + id).getBytes(StandardCharsets.UTF_8));
        StringBuilder mac = new StringBuilder(first);
        for (int pair = 0; pair < PAIRS; pair++) {
            mac.append(':').append(digest, 2 * pair, 2 * pair + 2);
        }
        return mac.toString();
    }

    private static String lower(String mac) {
        return mac.toLowerCase(Locale.ROOT);
    }

    private static boolean isUnicast(String mac) {
        return ADDRESS.matcher(mac).matches()
                && Integer.parseInt(mac.substring(0, 2), 16) % 2 == 0
                && !mac.equals("00:00:00:00:00:00");
    }

    private static void check(String key, String value, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(key + " " + value + " is not usable");
        }
    }
}
