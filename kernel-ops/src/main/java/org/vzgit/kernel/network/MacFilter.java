package org.vzgit.kernel.network;

import static org.vzgit.kernel.network.FilterInstruction.loadHalf;
import static org.vzgit.kernel.network.FilterInstruction.loadWord;
import static org.vzgit.kernel.network.FilterInstruction.result;
import static org.vzgit.kernel.network.FilterInstruction.unlessEqualSkip;

import java.nio.ByteBuffer;
import java.util.List;

/// What the host takes from a bridged interface: frames from the VE's own hardware address, in the
/// place where [SourceFilter] is for routed links. Which addresses of IP the VE uses behind a
/// bridge is a matter of that network.
final class MacFilter {
    /// `TC_ACT_UNSPEC` and `TC_ACT_SHOT` of `linux/pkt_cls.h`.
    private static final int PASS = -1;

    private static final int DROP = 2;

    /// The source address begins behind the destination's six bytes: four of it, then two.
    private static final int FIRST = 6;

    private static final int LAST = 10;

    private MacFilter() {}

    static byte[] program(MacAddress mac) {
        ByteBuffer bytes = ByteBuffer.wrap(mac.bytes());
        return FilterInstruction.write(
                List.of(
                        loadWord(FIRST),
                        unlessEqualSkip(bytes.getInt(), 3),
                        loadHalf(LAST),
                        unlessEqualSkip(Short.toUnsignedInt(bytes.getShort()), 1),
                        result(PASS),
                        result(DROP)));
    }

    /// In place of a filter that was there, so that no moment is without one that is known.
    static byte[] all() {
        return FilterInstruction.write(List.of(result(PASS)));
    }
}
