package org.vzgit.reconciler.cli;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.apply.ResultLine;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.NodeWait;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.VeNames;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the agent says, one JSON object on each line, for those who collect logs. The same events
/// as [AgentLog], each with its time and its parts.
final class JsonLog implements AgentVoice {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Characters of what others wrote. Five such values of three bytes each stay below the 48 KiB
    /// at which journald breaks a line in two (LineMax= in journald.conf(5)).
    static final int VALUE_MAX = 2_000;

    private final Console console;
    private final NodeHome home;
    private final InstantSource clock;

    JsonLog(Console console, NodeHome home, InstantSource clock) {
        this.console = console;
        this.home = home;
        this.clock = clock;
    }

    @Override
    public void revision(Desired desired) {
        ObjectNode line = line("revision");
        line.put("commit", desired.state().revision().id());
        put(line, "author", desired.state().revision().author());
        line.put("findings", desired.state().diagnostics().size());
        say(line);
    }

    @Override
    public void sourceFailed(SourceFailure failure) {
        ObjectNode line = line("source-failed");
        line.put("kind", failure.kind().name());
        put(line, "message", String.valueOf(failure.getMessage()));
        say(line);
    }

    @Override
    public void sourceRecovered() {
        say(line("source-recovered"));
    }

    @Override
    public void waits(Optional<NodeWait> wait) {
        ObjectNode line = line("waits-for-nodes");
        wait.ifPresent(one -> {
            line.put("commit", one.commit());
            line.put("since", one.since().toString());
            line.put("message", one.text());
        });
        say(line);
    }

    @Override
    public ProgressListener applying(Plan plan) {
        VeNames names = VeNames.of(plan);
        return new ProgressListener() {
            @Override
            public void started(Step step) {}

            @Override
            public void ended(Step step, Outcome outcome) {
                String name = names.of(step.operation());
                ObjectNode line = line("step");
                line.put("commit", plan.revision().id());
                PlanFilter.veOf(step).ifPresent(veid -> line.put("veid", veid.value()));
                put(line, "name", name);
                put(line, "field", step.cause().field());
                put(line, "from", step.cause().from());
                put(line, "to", step.cause().to());
                line.put("disruption", step.disruption().name());
                line.put("outcome", outcome.getClass().getSimpleName());
                put(line, "message", ResultLine.of(name, step, outcome));
                say(line);
            }
        };
    }

    @Override
    public void applied(Applied applied) {
        Snapshots.keep(home, applied.plan().revision(), applied.observed(), this::trouble);
        ObjectNode line = line("applied");
        line.put("commit", applied.plan().revision().id());
        line.put("steps", applied.plan().steps().size());
        line.put("done", applied.done());
        line.put("converged", applied.converged());
        say(line);
    }

    @Override
    public void blocked(List<Blocked> appeared) {
        appeared.forEach(item -> say(item("blocked", item)));
    }

    @Override
    public void unblocked(List<Blocked> gone) {
        gone.forEach(item -> say(item("unblocked", item)));
    }

    @Override
    public void passFailed(RuntimeException defect) {
        ObjectNode line = line("pass-failed");
        put(line, "message", defect.toString());
        say(line);
    }

    @Override
    public void forgeFailed(String what, String message) {
        ObjectNode line = line("forge-failed");
        put(line, "what", what);
        put(line, "message", message);
        say(line);
    }

    @Override
    public void forgeRecovered(String what) {
        ObjectNode line = line("forge-recovered");
        put(line, "what", what);
        say(line);
    }

    @Override
    public void listening(InetSocketAddress address) {
        ObjectNode line = line("listening");
        put(line, "address", address.toString());
        say(line);
    }

    private void trouble(String message) {
        ObjectNode line = line("trouble");
        put(line, "message", message);
        say(line);
    }

    private ObjectNode item(String event, Blocked item) {
        ObjectNode line = line(event);
        line.put("veid", item.veid().value());
        put(line, "name", item.name());
        line.put("reason", item.reason().name());
        put(line, "message", item.detail());
        return line;
    }

    private ObjectNode line(String event) {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", clock.instant().toString());
        line.put("event", event);
        return line;
    }

    private static void put(ObjectNode line, String field, String text) {
        line.put(field, SafeText.of(text, VALUE_MAX));
    }

    private synchronized void say(ObjectNode line) {
        console.say(JSON.writeValueAsString(line));
    }
}
