package org.vzgit.kernel.network;

import static org.vzgit.kernel.network.FilterInstruction.and;
import static org.vzgit.kernel.network.FilterInstruction.ifEqualSkip;
import static org.vzgit.kernel.network.FilterInstruction.loadHalf;
import static org.vzgit.kernel.network.FilterInstruction.loadWord;
import static org.vzgit.kernel.network.FilterInstruction.result;
import static org.vzgit.kernel.network.FilterInstruction.skip;
import static org.vzgit.kernel.network.FilterInstruction.unlessEqualSkip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.IpAddress;

/// What the host takes from a VE's link: packets from the VE's own addresses, and what v6 needs to
/// find neighbours. Everything else is dropped before the host looks at it.
///
/// Reverse path filtering (`rp_filter`) does this for v4 alone, and tells nobody by which link the
/// packets came. As a direct-action filter of the link's `clsact` (tc-bpf(8)) a drop is counted
/// with the link.
///
/// A frame too short for what is looked at passes: the protocol's own input drops it.
final class SourceFilter {
    /// `TC_ACT_UNSPEC` of `linux/pkt_cls.h`: the next filter is asked. After `TC_ACT_OK` none is,
    /// and a rate would cap nothing.
    private static final int PASS = -1;

    /// `TC_ACT_SHOT`.
    private static final int DROP = 2;

    // Offsets in an Ethernet frame: the kernel takes a VLAN tag off before (net/core/dev.c).
    private static final int PROTOCOL = 12;
    private static final int V4_SOURCE = 26;
    private static final int V6_SOURCE = 22;

    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int IPV6 = 0x86dd;

    /// fe80::/10: neighbours find each other from there, and no router passes it on.
    private static final int LINK_LOCAL_MASK = 0xffc0_0000;

    private static final int LINK_LOCAL = 0xfe80_0000;

    /// Duplicate address detection and group membership speak from `::` (RFC 4862, RFC 3810).
    private static final IpAddress UNSPECIFIED = IpAddress.parse("::");

    /// Where the pairs of v4 addresses begin.
    private static final int FIRST_PAIR = 8;

    private static final int PAIR = 2;

    /// Between the v4 pairs and the first v6 block: the end of v4, and link-local addresses.
    private static final int BEFORE_BLOCKS = 5;

    /// Four comparisons of a word each, and the result.
    private static final int BLOCK = 9;

    private static final int V6_WORDS = 4;

    private SourceFilter() {}

    static byte[] program(SortedSet<IpAddress> addresses) {
        List<FilterInstruction> four = four(addresses);
        List<FilterInstruction> program = new ArrayList<>();
        program.add(loadHalf(PROTOCOL));
        program.add(unlessEqualSkip(ARP, 1));
        program.add(result(PASS));
        program.add(unlessEqualSkip(IPV6, 1));
        program.add(skip(four.size()));
        program.addAll(four);
        program.addAll(six(addresses));
        return FilterInstruction.write(program);
    }

    /// The addresses that a program lets through; empty when it is none of ours.
    static Optional<SortedSet<IpAddress>> addresses(byte[] program) {
        List<FilterInstruction> all = FilterInstruction.read(program);
        SortedSet<IpAddress> addresses = new TreeSet<>();
        int at = FIRST_PAIR;
        for (; at + PAIR <= all.size() && isPair(all, at); at += PAIR) {
            addresses.add(address(all, at, 1));
        }
        for (at += BEFORE_BLOCKS; at + BLOCK < all.size(); at += BLOCK) {
            addresses.add(address(all, at + 1, V6_WORDS));
        }
        addresses.remove(UNSPECIFIED);
        // Only a program that is ours to the last bit is believed.
        return Arrays.equals(program, program(addresses))
                ? Optional.of(Collections.unmodifiableSortedSet(addresses))
                : Optional.empty();
    }

    private static List<FilterInstruction> four(SortedSet<IpAddress> addresses) {
        List<FilterInstruction> program = new ArrayList<>();
        program.add(ifEqualSkip(IPV4, 1));
        program.add(result(DROP));
        program.add(loadWord(V4_SOURCE));
        for (IpAddress address : addresses) {
            if (!address.isV6()) {
                program.add(unlessEqualSkip(ByteBuffer.wrap(address.bytes()).getInt(), 1));
                program.add(result(PASS));
            }
        }
        program.add(result(DROP));
        return program;
    }

    private static List<FilterInstruction> six(SortedSet<IpAddress> addresses) {
        List<FilterInstruction> program = new ArrayList<>();
        program.add(loadWord(V6_SOURCE));
        program.add(and(LINK_LOCAL_MASK));
        program.add(unlessEqualSkip(LINK_LOCAL, 1));
        program.add(result(PASS));
        addBlock(program, UNSPECIFIED);
        addresses.stream().filter(IpAddress::isV6).forEach(address -> addBlock(program, address));
        program.add(result(DROP));
        return program;
    }

    private static void addBlock(List<FilterInstruction> program, IpAddress address) {
        ByteBuffer words = ByteBuffer.wrap(address.bytes());
        for (int word = 0; word < V6_WORDS; word++) {
            int behind = (V6_WORDS - 1 - word) * PAIR + 1;
            program.add(loadWord(V6_SOURCE + word * Integer.BYTES));
            program.add(unlessEqualSkip(words.getInt(), behind));
        }
        program.add(result(PASS));
    }

    private static boolean isPair(List<FilterInstruction> all, int at) {
        return all.get(at + 1).equals(result(PASS));
    }

    /// The address whose words are compared from here on, by every second instruction.
    private static IpAddress address(List<FilterInstruction> all, int at, int words) {
        ByteBuffer bytes = ByteBuffer.allocate(words * Integer.BYTES);
        for (int word = 0; word < words; word++) {
            bytes.putInt(all.get(at + word * PAIR).value());
        }
        return IpAddress.of(bytes.array());
    }
}
