package org.vzgit.kernel.network;

import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeId;

/// Caps VEs' links from the host's side alone: what is on the VE's own end, its root could remove.
///
/// What a VE receives leaves the host's end, and waits there. What it sends comes in there, where
/// Linux can only drop; so it is led through a device of kind `ifb`, which it leaves as it leaves a
/// link. Dropping what is too much (tc-police(8)) was not taken: TCP comes to a part of the rate
/// then, and the drops would be counted among the spoofed packets.
final class RateCap {
    private final NetlinkSocket socket;
    private final LinkOwner owner;

    RateCap(NetlinkSocket socket, LinkOwner owner) {
        this.socket = socket;
        this.owner = owner;
    }

    void set(VeId veid, Link link, NetRate rate) throws ErrnoException, OperationFailure {
        Link queue = queue(veid);
        socket.apply(
                List.of(
                        LinkRequests.upWithAlias(queue, owner.queueAlias(veid)),
                        RateRequests.cap(link, rate),
                        RateRequests.cap(queue, rate)));
        // Last: to a device that is down or missing everything is lost.
        socket.apply(List.of(RateRequests.redirect(link, queue)));
    }

    void clear(VeId veid, Link link) throws ErrnoException {
        socket.apply(List.of(RateRequests.endRedirect(link), RateRequests.uncap(link)));
        deleteQueue(veid);
    }

    /// Deletes the device of what a VE sends; success when it has none. It does not go with the
    /// VE's link.
    void deleteQueue(VeId veid) throws ErrnoException {
        Optional<Link> queue =
                named(LinkOwner.queueName(veid)).filter(found -> owner.ownsQueue(found, veid));
        if (queue.isPresent()) {
            socket.apply(List.of(LinkRequests.delete(queue.get())));
        }
    }

    private Link queue(VeId veid) throws ErrnoException, OperationFailure {
        String name = LinkOwner.queueName(veid);
        Optional<Link> there = named(name);
        if (there.isEmpty()) {
            socket.apply(List.of(LinkRequests.createQueue(name, owner.queueMac(veid))));
            there = named(name);
        }
        return there.filter(found -> owner.ownsQueue(found, veid))
                .orElseThrow(() ->
                        new OperationFailure(
                                FailureKind.CONFLICT,
                                "use link " + name + " for VE " + veid + ": it is not ours"));
    }

    private Optional<Link> named(String name) throws ErrnoException {
        Optional<NetlinkMessage> answer = socket.get(LinkRequests.named(name));
        return answer.isPresent() ? Optional.of(Link.parse(answer.get())) : Optional.empty();
    }
}
