package org.vzgit.kernel.text;

/// The figures of one process that beancounters add up, from `/proc/PID/status`
/// (proc_pid_status(5)).
///
/// @param privatePages `VmData` and `VmStk`: private writable memory and stack, touched or not
/// @param lockedPages `VmLck`
/// @param user the real uid, whose queued signals the next is
/// @param queuedSignals `SigQ`, of the user and not of the process
public record ProcessText(long privatePages, long lockedPages, long user, long queuedSignals) {
    private static final int KB_PER_PAGE = 4;

    /// A kernel thread and a process that is ending have no memory lines: 0 then.
    ///
    /// @throws IllegalArgumentException when a number is not of its form
    public static ProcessText parse(String status) {
        long data = 0;
        long stack = 0;
        long locked = 0;
        long user = 0;
        long queued = 0;
        for (String line : status.split("\n")) {
            int colon = line.indexOf(':');
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "VmData" -> data = first(line, colon);
                case "VmStk" -> stack = first(line, colon);
                case "VmLck" -> locked = first(line, colon);
                case "Uid" -> user = first(line, colon);
                case "SigQ" -> queued = first(line, colon);
                default -> {}
            }
        }
        return new ProcessText((data + stack) / KB_PER_PAGE, locked / KB_PER_PAGE, user, queued);
    }

    /// The digits that follow the colon; what stands behind them is a unit or a second number.
    private static long first(String line, int colon) {
        int start = colon + 1;
        while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        if (end == start || end - start > 18) {
            throw new IllegalArgumentException("no number in: " + line);
        }
        return Long.parseLong(line, start, end, 10);
    }
}
