package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

/// Requests about what a link lets in: its `clsact` queueing discipline and the one filter of ours
/// there (tc(8), tc-bpf(8); `linux/pkt_sched.h`, `linux/pkt_cls.h`).
///
/// Needs `CONFIG_NET_SCH_INGRESS` and `CONFIG_NET_CLS_BPF`, which all distributions have.
final class TrafficRequests {
    /// `struct tcmsg`: family, padding, link, handle, parent, info.
    static final int FIXED = 20;

    static final int LINK_AT = 4;
    static final int HANDLE_AT = 8;

    private static final int INFO_AT = 16;

    static final int RTM_NEWQDISC = 36;
    private static final int RTM_GETQDISC = 38;
    static final int RTM_NEWTFILTER = 44;
    private static final int RTM_GETTFILTER = 46;

    static final int TCA_KIND = 1;
    static final int TCA_OPTIONS = 2;
    private static final int TCA_STATS2 = 7;
    private static final int TCA_STATS_QUEUE = 3;

    /// `struct gnet_stats_queue`: length, backlog, drops, requeues, overlimits.
    private static final int DROPS_AT = 8;

    static final int TCA_BPF_OPS_LEN = 4;
    static final int TCA_BPF_OPS = 5;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int TCA_BPF_FLAG_ACT_DIRECT = 1;

    /// `TC_H_CLSACT`, and the handle that the kernel gives it.
    private static final int CLSACT = 0xffff_fff1;

    private static final int CLSACT_HANDLE = 0xffff_0000;

    /// `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)`: what comes in by the link.
    private static final int INGRESS = 0xffff_fff2;

    /// Ours is the first to be asked, and the only one of its priority.
    private static final int PRIORITY = 1;

    private static final int FILTER_HANDLE = 1;

    /// `ETH_P_ALL` in network byte order.
    private static final int ANY_PROTOCOL =
            Short.toUnsignedInt(
                    ByteBuffer.wrap(new byte[] {0, 3}).order(ByteOrder.nativeOrder()).getShort());

    /// The largest program: 256 v6 addresses, 9 instructions each.
    private static final int CAPACITY = 32 * 1024;

    private TrafficRequests() {}

    /// Gives the link the place for filters; success when it has one. ENOENT when the kernel has no
    /// such discipline.
    static NetlinkRequest addClsact(Link link) {
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL;
        NetlinkWriter writer =
                message(RTM_NEWQDISC, flags, link.index())
                        .number(CLSACT_HANDLE)
                        .number(CLSACT)
                        .number(0)
                        .terminated(TCA_KIND, "clsact");
        return NetlinkRequest.of(writer, "add clsact to " + link.name()).accepting(Errno.EEXIST);
    }

    /// Puts a filter in place of the one that is there, without a moment between.
    static NetlinkRequest setFilter(Link link, byte[] program) {
        byte[] length = new byte[Short.BYTES];
        ByteBuffer.wrap(length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) (program.length / FilterInstruction.BYTES));
        NetlinkWriter writer =
                filter(RTM_NEWTFILTER, Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE, link)
                        .terminated(TCA_KIND, "bpf")
                        .nested(
                                TCA_OPTIONS,
                                bpf ->
                                        bpf.attribute(TCA_BPF_OPS_LEN, length)
                                                .attribute(TCA_BPF_OPS, program)
                                                .attribute(TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT));
        return NetlinkRequest.of(writer, "set the source filter of " + link.name());
    }

    /// Success without an answer when the link has no clsact.
    static NetlinkRequest filters(Link link) {
        return NetlinkRequest.of(
                        filter(RTM_GETTFILTER, Rtnetlink.NLM_F_DUMP, link),
                        "list the filters of " + link.name())
                .accepting(Errno.EINVAL, Errno.ENOENT);
    }

    static NetlinkRequest disciplines() {
        return NetlinkRequest.of(
                message(RTM_GETQDISC, Rtnetlink.NLM_F_DUMP, 0).number(0).number(0).number(0),
                "list queueing disciplines");
    }

    /// The program of a filter; empty for one that is not ours or not of this kind.
    static Optional<byte[]> program(NetlinkMessage answer) throws ErrnoException {
        return isFilter(answer, PRIORITY)
                ? options(answer).flatMap(options -> options.bytes(TCA_BPF_OPS))
                : Optional.empty();
    }

    static boolean isFilter(NetlinkMessage answer, int priority) {
        return answer.type() == RTM_NEWTFILTER
                && answer.body().getInt(HANDLE_AT) == FILTER_HANDLE
                && answer.body().getInt(INFO_AT) >>> Short.SIZE == priority;
    }

    /// What is particular to the kind of a filter or discipline.
    static Optional<NetlinkAttributes> options(NetlinkMessage answer) throws ErrnoException {
        Optional<byte[]> options = answer.attributes(FIXED).bytes(TCA_OPTIONS);
        return options.isEmpty() ? Optional.empty() : Optional.of(nested(options.get()));
    }

    /// How many packets filters have dropped of what came in by a link.
    record Dropped(int link, long packets) {}

    /// Empty for disciplines that are no clsact. The kernel counts in 32 bits and begins again.
    static Optional<Dropped> dropped(NetlinkMessage answer) throws ErrnoException {
        if (answer.type() != RTM_NEWQDISC || answer.body().getInt(HANDLE_AT) != CLSACT_HANDLE) {
            return Optional.empty();
        }
        Optional<byte[]> statistics = answer.attributes(FIXED).bytes(TCA_STATS2);
        Optional<byte[]> queue =
                statistics.isEmpty()
                        ? Optional.empty()
                        : nested(statistics.get()).bytes(TCA_STATS_QUEUE);
        return queue.filter(bytes -> bytes.length >= DROPS_AT + Integer.BYTES)
                .map(bytes ->
                        new Dropped(
                                answer.body().getInt(LINK_AT),
                                Integer.toUnsignedLong(
                                        ByteBuffer.wrap(bytes)
                                                .order(ByteOrder.nativeOrder())
                                                .getInt(DROPS_AT))));
    }

    static NetlinkAttributes nested(byte[] bytes) throws ErrnoException {
        return NetlinkAttributes.parse(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    private static NetlinkWriter filter(int type, int flags, Link link) {
        boolean one = (flags & Rtnetlink.NLM_F_ACK) != 0;
        return one
                ? filter(type, flags, link, PRIORITY)
                : message(type, flags, link.index()).number(0).number(INGRESS).number(0);
    }

    /// Our filter of a priority.
    static NetlinkWriter filter(int type, int flags, Link link, int priority) {
        return message(type, flags, link.index())
                .number(FILTER_HANDLE)
                .number(INGRESS)
                .number(priority << Short.SIZE | ANY_PROTOCOL);
    }

    static NetlinkWriter message(int type, int flags, int link) {
        return new NetlinkWriter(type, Rtnetlink.NLM_F_REQUEST | flags, CAPACITY)
                .bytes(Rtnetlink.AF_UNSPEC, 0, 0, 0)
                .number(link);
    }
}
