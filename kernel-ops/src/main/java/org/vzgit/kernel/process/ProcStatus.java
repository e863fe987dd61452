package org.vzgit.kernel.process;

import java.util.Arrays;
import java.util.List;
import org.vzgit.kernel.text.StatusLines;

/// The parts of `/proc/PID/status` (proc_pid_status(5)) that tell what a process is to a VE.
///
/// @param state one letter; `Z` and `X` are dead
/// @param namespacePids the process's number in each pid namespace, from the reader's inwards
/// @param listens the signals that it catches or blocks (and so may wait for); bit 0 is signal 1
record ProcStatus(char state, List<Integer> namespacePids, long listens) {
    private static final int HEX = 16;

    public ProcStatus {
        namespacePids = List.copyOf(namespacePids);
    }

    /// Reads the whole file. Unknown lines are passed over: each kernel version brings new ones.
    ///
    /// @throws IllegalArgumentException when a line that is needed is missing or not of its form
    public static ProcStatus parse(String text) {
        StatusLines lines = new StatusLines(text);
        List<Integer> pids =
                Arrays.stream(needed(lines, "NSpid").split("\\s+")).map(Integer::valueOf).toList();
        return new ProcStatus(
                needed(lines, "State").charAt(0),
                pids,
                Long.parseUnsignedLong(needed(lines, "SigCgt"), HEX)
                        | Long.parseUnsignedLong(needed(lines, "SigBlk"), HEX));
    }

    private static String needed(StatusLines lines, String key) {
        return lines.value(key)
                .filter(value -> !value.isEmpty())
                .orElseThrow(
                        () -> new IllegalArgumentException("no " + key + " line in a status file"));
    }

    /// Whether it is process 1 of a pid namespace directly below the reader's: a VE's init. The
    /// init of a container inside a VE has a third number.
    public boolean initBelowReader() {
        return namespacePids.size() == 2 && namespacePids.getLast() == 1;
    }

    /// Whether it has ended, waited for or not.
    public boolean dead() {
        return state == 'Z' || state == 'X';
    }

    /// Whether a signal from outside does anything: the kernel drops signals to an init that left
    /// them at their default action (pid_namespaces(7)).
    public boolean listensTo(int signal) {
        return (listens & 1L << (signal - 1)) != 0;
    }
}
