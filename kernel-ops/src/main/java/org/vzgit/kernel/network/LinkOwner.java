package org.vzgit.kernel.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.schema.VeId;

/// Which links are ours: the alias says `TAG:VEID`. The name alone proves nothing, anybody can give
/// it.
///
/// @param tag of the node home; links of another home are not ours
record LinkOwner(String tag) {
    /// The name of the VE's end, inside.
    static final String INSIDE = "eth0";

    private static final String QUEUE = "/sent";
    private static final String INTERFACE = "/if/";

    /// An alias is anybody's text: what does not have this form is not read further.
    private static final Pattern BRIDGED =
            Pattern.compile(
                    "([a-z0-9-]+):([0-9]{1,10})"
                            + INTERFACE
                            + "([A-Za-z][A-Za-z0-9_-]{0,14})/((?:[0-9a-f]{2}:){5}[0-9a-f]{2})");

    /// At most 12 of the 15 characters that a name may have.
    static String hostName(VeId veid) {
        return "ve" + veid;
    }

    /// The name of the device in which what a VE sends waits for its turn.
    static String queueName(VeId veid) {
        return "vout" + veid;
    }

    String alias(VeId veid) {
        return tag + ":" + veid;
    }

    String queueAlias(VeId veid) {
        return alias(veid) + QUEUE;
    }

    MacAddress queueMac(VeId veid) {
        return mac(veid, QUEUE);
    }

    VethPair pair(VeId veid, int initPid) {
        return new VethPair(
                new VethPair.End(hostName(veid), mac(veid, "host")),
                new VethPair.End(INSIDE, mac(veid, INSIDE)),
                initPid);
    }

    /// The VE that a link belongs to; empty for every link that is not ours.
    Optional<VeId> veOf(Link link) {
        String prefix = tag + ":";
        return link.alias().startsWith(prefix)
                ? parse(link.alias().substring(prefix.length()))
                : Optional.empty();
    }

    /// The VE whose sent packets wait in a device; empty for every link that is no such device.
    Optional<VeId> veOfQueue(Link link) {
        String alias = link.alias();
        return alias.startsWith(tag + ":") && alias.endsWith(QUEUE)
                ? parse(alias.substring(tag.length() + 1, alias.length() - QUEUE.length()))
                : Optional.empty();
    }

    /// Of the host's end of a bridged interface: `TAG:VEID/if/NAME/MAC`.
    String alias(Port.Tag tag) {
        return alias(tag.veid()) + INTERFACE + tag.name() + "/" + tag.mac().text();
    }

    /// Empty for every link that is no such end of ours.
    Optional<Port.Tag> tagOf(Link link) {
        Matcher alias = BRIDGED.matcher(link.alias());
        return alias.matches() && alias.group(1).equals(tag)
                ? parse(alias.group(2))
                        .map(veid ->
                                new Port.Tag(veid, alias.group(3), new MacAddress(alias.group(4))))
                : Optional.empty();
    }

    boolean ownsQueue(Link link, VeId veid) {
        return link.alias().isEmpty()
                ? link.mac().equals(Optional.of(queueMac(veid)))
                : link.alias().equals(queueAlias(veid));
    }

    /// Whether we may use and delete the link. One without an alias is ours when it has the
    /// hardware address that only we give: its maker ended between making it and writing the alias.
    boolean owns(Link link, VeId veid) {
        return link.alias().isEmpty()
                ? link.mac().equals(Optional.of(mac(veid, "host")))
                : link.alias().equals(alias(veid));
    }

    private MacAddress mac(VeId veid, String end) {
        return MacAddress.derivedFrom(alias(veid) + "/" + end);
    }

    private static Optional<VeId> parse(String number) {
        try {
            VeId veid = new VeId(Integer.parseInt(number));
            // Only the form that we write: not "+101", not "0101".
            return veid.toString().equals(number) ? Optional.of(veid) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
