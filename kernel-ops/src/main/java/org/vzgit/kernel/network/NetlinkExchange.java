package org.vzgit.kernel.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

/// Gathers the answers to requests that were sent together: each ends with an acknowledgement, an
/// error, or the end of its dump.
final class NetlinkExchange {
    private final List<NetlinkRequest> requests;
    private final int firstSequence;
    private final List<NetlinkMessage> messages = new ArrayList<>();
    private Optional<ErrnoException> failure = Optional.empty();
    private int ended;

    NetlinkExchange(List<NetlinkRequest> requests, int firstSequence) {
        this.requests = requests;
        this.firstSequence = firstSequence;
    }

    boolean complete() {
        return ended == requests.size();
    }

    void accept(List<NetlinkMessage> received) throws ErrnoException {
        for (NetlinkMessage message : received) {
            int index = message.sequence() - firstSequence;
            // Answers to an exchange that was given up may still come.
            if (index >= 0 && index < requests.size()) {
                accept(message, requests.get(index));
            }
        }
    }

    /// @throws ErrnoException of the first request that failed; EBADMSG when an end is missing
    List<NetlinkMessage> result() throws ErrnoException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!complete()) {
            throw NetlinkMessage.malformed("no end of " + requests.getFirst().what());
        }
        return messages;
    }

    private void accept(NetlinkMessage message, NetlinkRequest request) throws ErrnoException {
        switch (message.type()) {
            case Rtnetlink.NLMSG_NOOP -> {}
            case Rtnetlink.NLMSG_ERROR -> end(NetlinkError.parse(message), request);
            case Rtnetlink.NLMSG_DONE -> {
                // Kept: the mark of an interrupted dump can stand on this message alone.
                messages.add(message);
                end(dumpEnd(message), request);
            }
            default -> messages.add(message);
        }
    }

    private void end(NetlinkError error, NetlinkRequest request) {
        ended++;
        Optional<Errno> errno = error.errno();
        if (errno.isPresent() && failure.isEmpty() && !request.accepts(errno.get())) {
            failure = Optional.of(new ErrnoException(errno.get(), request.what(), error.words()));
        }
    }

    /// A dump that failed on its way says so in its last message.
    private static NetlinkError dumpEnd(NetlinkMessage done) {
        int code = done.body().limit() < Integer.BYTES ? 0 : done.body().getInt(0);
        return new NetlinkError(Math.max(0, -code), "");
    }
}
