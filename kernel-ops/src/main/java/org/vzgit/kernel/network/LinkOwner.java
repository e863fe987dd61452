package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.schema.VeId;

/// Which links are ours: the alias says `TAG:VEID`. The name alone proves nothing, anybody can give
/// it.
///
/// @param tag of the node home; links of another home are not ours
record LinkOwner(String tag) {
    /// The name of the VE's end, inside.
    static final String INSIDE = "eth0";

    /// At most 12 of the 15 characters that a name may have.
    static String hostName(VeId veid) {
        return "ve" + veid;
    }

    String alias(VeId veid) {
        return tag + ":" + veid;
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
