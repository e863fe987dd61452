package org.vzgit.kernel.network;

import static org.vzgit.kernel.network.TrafficRequests.FIXED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.NetRate;

/// Requests about how fast a link is: token buckets (tc-tbf(8)) on what leaves a device of the
/// host, and the filter that leads what a VE sends to such a device (tc-mirred(8)).
///
/// Needs `CONFIG_NET_SCH_TBF` and `CONFIG_NET_ACT_MIRRED`, which all distributions have.
final class RateRequests {
    private static final int RTM_DELQDISC = 37;
    private static final int RTM_DELTFILTER = 45;

    /// `TC_H_ROOT`.
    private static final int ROOT = 0xffff_ffff;

    /// "vz": tells our discipline from one of the administrator.
    private static final int HANDLE = 0x767a_0000;

    private static final int TCA_TBF_PARMS = 1;
    private static final int TCA_TBF_BURST = 6;

    /// `struct tc_tbf_qopt`: rate and peak rate, 12 bytes each, limit, buffer, mtu.
    private static final int TBF_BYTES = 36;

    /// In `struct tc_ratespec`: the kernel computes times by itself and wants no table of them.
    private static final int LINKLAYER_AT = 1;

    private static final byte LINKLAYER_ETHERNET = 1;
    private static final int RATE_AT = 8;
    private static final int LIMIT_AT = 24;

    /// A hundredth of a second at full speed: what passes at once, and so how often the kernel has
    /// to wake up for it (tc-tbf(8): at least the rate divided by the timer's frequency, 100 to
    /// 1000 Hz).
    private static final int BURSTS_PER_SECOND = 100;

    /// Five full frames. What is larger than the burst is cut into frames, never dropped.
    private static final long BURST_MIN_BYTES = 8 * 1024;

    /// A tenth of a second waits, and TCP slows down; more would only be delay.
    private static final int QUEUES_PER_SECOND = 10;

    private static final long QUEUE_MIN_BYTES = 32 * 1024;

    /// Behind the source filter.
    private static final int PRIORITY = 2;

    private static final int TCA_BPF_ACT = 1;
    private static final int FIRST_ACTION = 1;
    private static final int TCA_ACT_KIND = 1;
    private static final int TCA_ACT_OPTIONS = 2;
    private static final int TCA_MIRRED_PARMS = 2;
    private static final int TCA_EGRESS_REDIR = 1;
    private static final int TC_ACT_STOLEN = 4;

    /// `struct tc_mirred`: index, capabilities, action, two counts, what to do, to which link.
    private static final int MIRRED_BYTES = 28;

    private static final int MIRRED_ACTION_AT = 8;
    private static final int MIRRED_WHAT_AT = 20;
    private static final int MIRRED_LINK_AT = 24;

    private static final int ALL = -1;

    private RateRequests() {}

    /// Caps what leaves by a link, or changes the cap while packets pass. Takes the place of any
    /// other discipline there.
    static NetlinkRequest cap(Link link, NetRate rate) {
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_REPLACE;
        long burst = Math.max(BURST_MIN_BYTES, rate.bytesPerSecond() / BURSTS_PER_SECOND);
        long queue = Math.max(QUEUE_MIN_BYTES, rate.bytesPerSecond() / QUEUES_PER_SECOND);
        byte[] parameters = new byte[TBF_BYTES];
        parameters[LINKLAYER_AT] = LINKLAYER_ETHERNET;
        ByteBuffer.wrap(parameters)
                .order(ByteOrder.nativeOrder())
                .putInt(RATE_AT, (int) rate.bytesPerSecond())
                .putInt(LIMIT_AT, (int) (burst + queue));
        NetlinkWriter writer =
                discipline(TrafficRequests.RTM_NEWQDISC, flags, link)
                        .terminated(TrafficRequests.TCA_KIND, "tbf")
                        .nested(
                                TrafficRequests.TCA_OPTIONS,
                                tbf ->
                                        tbf.attribute(TCA_TBF_PARMS, parameters)
                                                .attribute(TCA_TBF_BURST, (int) burst));
        return NetlinkRequest.of(writer, "cap " + link.name() + " at " + rate.text() + " kbit/s");
    }

    /// Success when there is none of ours.
    static NetlinkRequest uncap(Link link) {
        return NetlinkRequest.of(
                        discipline(RTM_DELQDISC, Rtnetlink.NLM_F_ACK, link),
                        "remove the cap of " + link.name())
                .accepting(Errno.ENOENT, Errno.EINVAL);
    }

    /// A cap in force.
    ///
    /// @param link its index
    record Cap(int link, NetRate rate) {}

    /// Empty for disciplines that are no caps of ours, and for rates that are no whole kilobits.
    static Optional<Cap> cap(NetlinkMessage answer) throws ErrnoException {
        if (answer.type() != TrafficRequests.RTM_NEWQDISC
                || answer.body().getInt(TrafficRequests.HANDLE_AT) != HANDLE
                || !answer.attributes(FIXED).text(TrafficRequests.TCA_KIND).equals("tbf")) {
            return Optional.empty();
        }
        int link = answer.body().getInt(TrafficRequests.LINK_AT);
        return TrafficRequests.options(answer)
                .flatMap(options -> options.bytes(TCA_TBF_PARMS))
                .filter(bytes -> bytes.length == TBF_BYTES)
                .map(bytes -> Integer.toUnsignedLong(number(bytes, RATE_AT)))
                .filter(rate -> rate > 0 && rate % NetRate.BYTES_PER_KILOBIT == 0)
                .map(rate -> new Cap(link, new NetRate(rate / NetRate.BYTES_PER_KILOBIT)));
    }

    /// Leads all that comes in by a link, and that the filters before let through, to another one.
    static NetlinkRequest redirect(Link from, Link to) {
        byte[] program = FilterInstruction.write(List.of(FilterInstruction.result(ALL)));
        byte[] length = new byte[Short.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.nativeOrder()).putShort((short) 1);
        byte[] parameters = new byte[MIRRED_BYTES];
        ByteBuffer.wrap(parameters)
                .order(ByteOrder.nativeOrder())
                .putInt(MIRRED_ACTION_AT, TC_ACT_STOLEN)
                .putInt(MIRRED_WHAT_AT, TCA_EGRESS_REDIR)
                .putInt(MIRRED_LINK_AT, to.index());
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE;
        NetlinkWriter writer =
                TrafficRequests.filter(TrafficRequests.RTM_NEWTFILTER, flags, from, PRIORITY)
                        .terminated(TrafficRequests.TCA_KIND, "bpf")
                        .nested(
                                TrafficRequests.TCA_OPTIONS,
                                bpf ->
                                        bpf.nested(
                                                        TCA_BPF_ACT,
                                                        acts -> writeAction(acts, parameters))
                                                .attribute(TrafficRequests.TCA_BPF_OPS_LEN, length)
                                                .attribute(TrafficRequests.TCA_BPF_OPS, program));
        return NetlinkRequest.of(writer, "redirect " + from.name() + " to " + to.name());
    }

    private static void writeAction(NetlinkWriter actions, byte[] parameters) {
        actions.nested(
                FIRST_ACTION,
                action ->
                        action.terminated(TCA_ACT_KIND, "mirred")
                                .nested(
                                        TCA_ACT_OPTIONS,
                                        mirred -> mirred.attribute(TCA_MIRRED_PARMS, parameters)));
    }

    /// Success when there is none.
    static NetlinkRequest endRedirect(Link from) {
        return NetlinkRequest.of(
                        TrafficRequests.filter(RTM_DELTFILTER, Rtnetlink.NLM_F_ACK, from, PRIORITY),
                        "end the redirection of " + from.name())
                .accepting(Errno.ENOENT, Errno.EINVAL);
    }

    /// To which link our filter leads; empty for another filter.
    static OptionalInt redirection(NetlinkMessage answer) throws ErrnoException {
        if (!TrafficRequests.isFilter(answer, PRIORITY)) {
            return OptionalInt.empty();
        }
        Optional<byte[]> parameters =
                below(TrafficRequests.options(answer), TCA_BPF_ACT, FIRST_ACTION, TCA_ACT_OPTIONS)
                        .flatMap(mirred -> mirred.bytes(TCA_MIRRED_PARMS))
                        .filter(bytes -> bytes.length == MIRRED_BYTES);
        return parameters.isPresent()
                        && number(parameters.get(), MIRRED_WHAT_AT) == TCA_EGRESS_REDIR
                ? OptionalInt.of(number(parameters.get(), MIRRED_LINK_AT))
                : OptionalInt.empty();
    }

    private static Optional<NetlinkAttributes> below(Optional<NetlinkAttributes> outer, int... path)
            throws ErrnoException {
        Optional<NetlinkAttributes> at = outer;
        for (int type : path) {
            Optional<byte[]> bytes = at.flatMap(attributes -> attributes.bytes(type));
            at =
                    bytes.isEmpty()
                            ? Optional.empty()
                            : Optional.of(TrafficRequests.nested(bytes.get()));
        }
        return at;
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
    }

    private static NetlinkWriter discipline(int type, int flags, Link link) {
        return TrafficRequests.message(type, flags, link.index())
                .number(HANDLE)
                .number(ROOT)
                .number(0);
    }
}
