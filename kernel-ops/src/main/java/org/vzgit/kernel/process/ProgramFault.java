package org.vzgit.kernel.process;

import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;

/// What `ve-init` says of a failure: `error STEP NUMBER NAME DETAIL`, or nothing when it was
/// killed.
final class ProgramFault {
    private static final int WORDS = 5;

    private ProgramFault() {}

    /// @param tried what was to be done, on what: `launch VE 101`
    static OperationFailure of(String tried, String line) {
        String[] words = line.split(" ", WORDS);
        if (words.length < WORDS || !words[0].equals("error")) {
            return new OperationFailure(
                    FailureKind.BROKEN, tried + ": the program ended with: " + line);
        }
        FailureKind kind = Errno.of(Integer.parseInt(words[2])).kind();
        return new OperationFailure(
                kind, tried + ": " + words[1] + " " + words[4] + ": " + words[3]);
    }
}
