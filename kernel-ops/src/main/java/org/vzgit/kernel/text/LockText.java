package org.vzgit.kernel.text;

import java.util.HashMap;
import java.util.Map;

/// Who holds file locks, from `/proc/locks` (proc_locks(5)).
public final class LockText {
    /// Between the number of a lock and its kind, for one that is only waited for.
    private static final String WAITS = "->";

    private static final int PID_WORD = 4;

    private LockText() {}

    /// How many locks each process took. A lock of an open file description belongs to no process
    /// (its pid is -1) and is not counted.
    public static Map<Integer, Integer> byProcess(String locks) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String line : locks.split("\n")) {
            String[] words = line.split("\\s+");
            if (words.length > PID_WORD && !words[1].equals(WAITS)) {
                int pid = (int) CgroupText.number(words[PID_WORD]);
                if (pid > 0) {
                    counts.merge(pid, 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
