package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

/// What `NLMSG_ERROR` says: whether a request succeeded, and since Linux 4.12 in words why not
/// (`NETLINK_EXT_ACK`).
///
/// @param number the positive errno, 0 for success
/// @param words the kernel's own; empty when it has none
record NetlinkError(int number, String words) {
    private static final int CODE = Integer.BYTES;

    static NetlinkError parse(NetlinkMessage message) throws ErrnoException {
        message.requireBody(CODE);
        int number = -message.body().getInt(0);
        boolean explained = (message.flags() & Rtnetlink.NLM_F_ACK_TLVS) != 0;
        return new NetlinkError(number, explained ? words(message) : "");
    }

    Optional<Errno> errno() {
        return number == 0 ? Optional.empty() : Optional.of(Errno.of(number));
    }

    private static String words(NetlinkMessage message) throws ErrnoException {
        // The request comes back before the words: only its header when "capped".
        message.requireBody(CODE + NetlinkWriter.HEADER);
        boolean capped = (message.flags() & Rtnetlink.NLM_F_CAPPED) != 0;
        int request = capped ? NetlinkWriter.HEADER : message.body().getInt(CODE);
        if (request < NetlinkWriter.HEADER) {
            throw NetlinkMessage.malformed("error about a request of " + request + " bytes");
        }
        return message.attributes(CODE + NetlinkWriter.aligned(request))
                .text(Rtnetlink.NLMSGERR_ATTR_MSG);
    }
}
