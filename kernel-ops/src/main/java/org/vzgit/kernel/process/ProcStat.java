package org.vzgit.kernel.process;

/// The parts of `/proc/PID/stat` (proc_pid_stat(5)) that name a process for ever.
///
/// @param comm the name, which its owner chooses: it may hold blanks, parentheses and newlines
/// @param state one letter; `Z` and `X` are dead
/// @param startTicks field 22: clock ticks between boot and its start
record ProcStat(int pid, String comm, char state, long startTicks) {
    /// Of the fields after the name, which begin with number 3.
    private static final int FIRST_FIELD = 3;

    private static final int START_FIELD = 22;

    /// Reads one line of stat.
    ///
    /// @throws IllegalArgumentException when the text is not of that form
    public static ProcStat parse(String text) {
        // The name is the only field that can hold parentheses, so the last one ends it.
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        String[] fields = text.substring(close + 1).strip().split(" ");
        if (open < 0 || close < open || fields.length <= START_FIELD - FIRST_FIELD) {
            throw new IllegalArgumentException("not a stat line: " + text);
        }
        return new ProcStat(
                Integer.parseInt(text.substring(0, open).strip()),
                text.substring(open + 1, close),
                fields[0].charAt(0),
                Long.parseLong(fields[START_FIELD - FIRST_FIELD]));
    }

    /// Whether it has ended, waited for or not.
    public boolean dead() {
        return state == 'Z' || state == 'X';
    }
}
