package org.vzgit.reconciler.cli;

import java.io.PrintWriter;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.apply.ResultLine;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.VeNames;

/// Shows an apply while it goes: a line for each operation, or on a terminal one line that is
/// written over, with only failures left standing.
final class Progress implements ProgressListener {
    /// Back to the first column, and erase to the end of the line (ECMA-48 EL).
    private static final String OVERWRITE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final VeNames names;
    private final int steps;
    private int ended;

    Progress(PrintWriter err, boolean terminal, Plan plan) {
        this.err = err;
        this.terminal = terminal;
        this.names = VeNames.of(plan);
        this.steps = plan.steps().size();
    }

    @Override
    public void started(Step step) {
        if (terminal) {
            err.print(OVERWRITE + "[" + ended + "/" + steps + "] " + title(step));
            err.flush();
        }
    }

    @Override
    public void ended(Step step, Outcome outcome) {
        ended++;
        boolean done = outcome instanceof Outcome.Done;
        if (terminal && done) {
            return;
        }
        err.println(
                (terminal ? OVERWRITE : "")
                        + ResultLine.of(names.of(step.operation()), step, outcome));
        err.flush();
    }

    /// Takes the progress line away.
    void finish() {
        if (terminal) {
            err.print(OVERWRITE);
            err.flush();
        }
    }

    private String title(Step step) {
        return names.of(step.operation()) + " " + OperationText.of(step.operation()).text();
    }
}
