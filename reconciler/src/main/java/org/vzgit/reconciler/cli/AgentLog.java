package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.NodeWait;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.source.SourceFailure;

/// What the agent says, one line for each change. Without times: the journal of the service manager
/// adds them.
final class AgentLog implements AgentVoice {
    private final Console console;
    private final NodeHome home;

    AgentLog(Console console, NodeHome home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public synchronized void revision(Desired desired) {
        console.say("revision " + desired.state().revision().shortId());
        Findings.warn(desired.state(), console);
    }

    @Override
    public synchronized void sourceFailed(SourceFailure failure) {
        console.say("source: " + failure.getMessage());
    }

    @Override
    public synchronized void sourceRecovered() {
        console.say("source: can be read again");
    }

    @Override
    public synchronized void waits(Optional<NodeWait> wait) {
        console.say(wait.map(NodeWait::text).orElse("waits for no other node"));
    }

    @Override
    public ProgressListener applying(Plan plan) {
        return new Progress(console.err(), false, plan);
    }

    @Override
    public synchronized void applied(Applied applied) {
        Snapshots.keep(home, applied.plan().revision(), applied.observed(), console);
        console.say(
                "%d of %d operations done%s"
                        .formatted(
                                applied.done(),
                                applied.plan().steps().size(),
                                applied.converged() ? "" : ", not converged"));
    }

    @Override
    public synchronized void blocked(List<Blocked> appeared) {
        appeared.forEach(item -> console.say("blocked: VE " + item.name() + ": " + item.detail()));
    }

    @Override
    public synchronized void unblocked(List<Blocked> gone) {
        gone.forEach(item -> console.say("no longer blocked: VE " + item.name()));
    }

    @Override
    public synchronized void passFailed(RuntimeException defect) {
        console.say("pass failed: " + defect);
    }

    @Override
    public synchronized void forgeFailed(String what, String message) {
        console.say(what + ": " + message);
    }

    @Override
    public synchronized void forgeRecovered(String what) {
        console.say(what + ": can be told again");
    }
}
