package org.vzgit.kernel.text;

/// The sockets of a network namespace, from `/proc/PID/net/sockstat` and `sockstat6`
/// (net/ipv4/proc.c). Only `sockets: used` and the `inuse` numbers are the namespace's own; `alloc`
/// and `mem` are the machine's.
///
/// @param all every open socket
/// @param tcp those that listen or are connected; one that is neither is only in `all`
public record SocketText(long all, long tcp) {
    public static final SocketText NONE = new SocketText(0, 0);

    /// @param four the text of `sockstat`
    /// @param six that of `sockstat6`; empty on a kernel without IPv6
    public static SocketText parse(String four, String six) {
        return new SocketText(
                value(four, "sockets:", "used"),
                value(four, "TCP:", "inuse") + value(six, "TCP6:", "inuse"));
    }

    private static long value(String text, String line, String key) {
        for (String each : text.split("\n")) {
            if (each.startsWith(line)) {
                String[] words = each.split("\\s+");
                for (int i = 1; i + 1 < words.length; i += 2) {
                    if (words[i].equals(key)) {
                        return CgroupText.number(words[i + 1]);
                    }
                }
            }
        }
        return 0;
    }
}
