package org.vzgit.reconciler.cli;

import org.jspecify.annotations.Nullable;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.Table;
import org.vzgit.reconciler.text.VeNames;

/// What became of an apply: only what needs a look, then one line.
final class AppliedText {
    private AppliedText() {}

    static String of(Applied applied, String duration) {
        StringBuilder text = new StringBuilder();
        if (!applied.allDone()) {
            text.append(troubles(applied)).append('\n');
        }
        for (Blocked blocked : applied.remaining().blocked()) {
            text.append("! VE %s: %s\n".formatted(blocked.name(), blocked.detail()));
        }
        if (applied.plan().isEmpty()) {
            return text + "Nothing to do: " + state(applied) + "\n";
        }
        int steps = applied.plan().steps().size();
        return text.append(applied.done() + " of " + steps + " operations done in " + duration)
                .append(": " + state(applied) + "\n")
                .toString();
    }

    private static String state(Applied applied) {
        String node = "node " + applied.plan().node();
        String revision = applied.plan().revision().shortId();
        return applied.converged()
                ? node + " is as " + revision + " wants it."
                : node + " is not yet as " + revision + " wants it.";
    }

    private static String troubles(Applied applied) {
        VeNames names = VeNames.of(applied.plan());
        Table table = new Table("STEP", "VE", "OPERATION", "RESULT", "REASON");
        for (Step step : applied.plan().steps()) {
            Outcome outcome = applied.outcomes().get(step.id());
            if (!(outcome instanceof Outcome.Done)) {
                table.row(
                        Integer.toString(step.id()),
                        names.of(step.operation()),
                        OperationText.of(step.operation()).text(),
                        word(outcome),
                        reason(outcome));
            }
        }
        return table.text();
    }

    static String json(Applied applied) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", "Applied");
        json.field("node", applied.plan().node().toString());
        json.field("revision", applied.plan().revision().id());
        json.field("converged", applied.converged()).key("operations").array();
        for (Step step : applied.plan().steps()) {
            Outcome outcome = applied.outcomes().get(step.id());
            json.object().field("id", step.id());
            json.field("operation", step.operation().getClass().getSimpleName());
            json.field("text", OperationText.of(step.operation()).text());
            json.field("result", word(outcome)).field("reason", reason(outcome)).endObject();
        }
        json.endArray().key("blocked").array();
        for (Blocked blocked : applied.remaining().blocked()) {
            json.object().field("veid", blocked.veid().value()).field("name", blocked.name());
            json.field("reason", PlanJson.code(blocked.reason()));
            json.field("detail", blocked.detail()).endObject();
        }
        return json.endArray().endObject().text();
    }

    private static String word(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "not tried";
            case Outcome.Done _ -> "done";
            case Outcome.Failed failed -> failed.kind().retryable() ? "failed, retry" : "failed";
            case Outcome.Skipped _ -> "skipped";
            case Outcome.NotVerified _ -> "not verified";
        };
    }

    private static String reason(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "";
            case Outcome.Done _ -> "";
            case Outcome.Failed failed -> failed.message();
            case Outcome.Skipped(String reason) -> reason;
            case Outcome.NotVerified(String difference) -> difference;
        };
    }
}
