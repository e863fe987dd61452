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
        StatusLines lines = new StatusLines(status);
        return new ProcessText(
                (lines.number("VmData") + lines.number("VmStk")) / KB_PER_PAGE,
                lines.number("VmLck") / KB_PER_PAGE,
                lines.number("Uid"),
                lines.number("SigQ"));
    }
}
