package org.vzgit.reconciler.cli;

import java.net.InetSocketAddress;
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
import org.vzgit.reconciler.text.SafeText;

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
        say("revision " + desired.state().revision().shortId());
        Findings.warn(desired.state(), console);
    }

    @Override
    public synchronized void sourceFailed(SourceFailure failure) {
        say("source: " + failure.getMessage());
    }

    @Override
    public synchronized void sourceRecovered() {
        say("source: can be read again");
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
        Snapshots.keep(home, applied.plan().revision(), applied.observed(), this::say);
        say(
                "%d of %d operations done%s"
                        .formatted(
                                applied.done(),
                                applied.plan().steps().size(),
                                applied.converged() ? "" : ", not converged"));
    }

    @Override
    public synchronized void blocked(List<Blocked> appeared) {
        appeared.forEach(item -> say("blocked: VE " + item.name() + ": " + item.detail()));
    }

    @Override
    public synchronized void unblocked(List<Blocked> gone) {
        gone.forEach(item -> say("no longer blocked: VE " + item.name()));
    }

    @Override
    public synchronized void passFailed(RuntimeException defect) {
        say("pass failed: " + defect);
    }

    @Override
    public synchronized void forgeFailed(String what, String message) {
        say(what + ": " + message);
    }

    @Override
    public synchronized void forgeRecovered(String what) {
        say(what + ": can be told again");
    }

    @Override
    public void listening(InetSocketAddress address) {
        say("listening on " + address);
    }

    /// One line, whatever servers, kernels and authors of commits have put into the text.
    private synchronized void say(String text) {
        console.say(SafeText.of(text, JsonLog.VALUE_MAX));
    }
}
