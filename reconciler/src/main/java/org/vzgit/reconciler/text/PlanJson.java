package org.vzgit.reconciler.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.plan.Warning;
import org.vzgit.schema.Origin;

/// A plan for programs. The shape is versioned by `apiVersion`: fields may be added under the same
/// version, never renamed or given another meaning.
public final class PlanJson {
    static final String API_VERSION = "vzgit/v1";

    private final Json json = new Json();

    private PlanJson() {}

    public static String of(Plan plan) {
        return new PlanJson().render(plan);
    }

    /// The reason as data and in `explain`: `not-supported-yet`.
    public static String code(Blocked.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String render(Plan plan) {
        json.object().field("apiVersion", API_VERSION).field("kind", "Plan");
        json.field("node", plan.node().toString());
        json.field("revision", plan.revision().id()).field("author", plan.revision().author());
        json.field("empty", plan.isEmpty());
        json.key("changes").array();
        PlannedVe.allOf(plan).forEach(this::change);
        json.endArray().key("operations").array();
        plan.steps().forEach(this::operation);
        json.endArray().key("blocked").array();
        plan.blocked().forEach(this::blocked);
        json.endArray().key("warnings").array();
        plan.warnings().forEach(this::warning);
        return json.endArray().endObject().text();
    }

    private void change(PlannedVe ve) {
        json.object().field("veid", ve.change().veid().value()).field("name", ve.name());
        json.field("disruption", ve.weight().noun());
        origin(ve.origin());
        json.key("fields").array();
        ve.fields().forEach(this::field);
        json.endArray().endObject();
    }

    private void field(FieldChange field) {
        json.object().field("field", field.field());
        json.field("from", field.from()).field("to", field.to());
        json.field("disruption", Weight.of(field.disruption()).noun());
        origin(field.origin());
        json.endObject();
    }

    private void operation(Step step) {
        json.object().field("id", step.id());
        json.field("operation", step.operation().getClass().getSimpleName());
        if (step.operation() instanceof VeOperation operation) {
            json.field("veid", operation.veid().value());
        }
        json.field("text", OperationText.of(step.operation()).text());
        json.field("disruption", Weight.of(step.disruption()).noun());
        numbers("waitsFor", List.copyOf(step.waitsFor()));
        json.key("cause").object().field("field", step.cause().field());
        json.field("from", step.cause().from()).field("to", step.cause().to());
        origin(step.cause().origin());
        json.endObject().endObject();
    }

    private void numbers(String key, List<Integer> values) {
        json.key(key).array();
        values.forEach(json::value);
        json.endArray();
    }

    private void blocked(Blocked item) {
        json.object().field("veid", item.veid().value()).field("name", item.name());
        json.field("reason", code(item.reason())).field("detail", item.detail());
        origin(item.origin());
        json.endObject();
    }

    private void warning(Warning item) {
        json.object().field("veid", item.veid().value()).field("name", item.name());
        json.field("detail", item.detail());
        origin(item.origin());
        json.endObject();
    }

    private void origin(Optional<Origin> origin) {
        origin.ifPresent(o -> {
            json.key("origin").object().field("path", o.path());
            json.field("line", o.line()).field("column", o.column()).endObject();
        });
    }
}
