package org.vzgit.reconciler.review;

import java.util.Optional;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;
import org.vzgit.schema.check.Measure;

/// A review for programs: `review.v1.schema.json`. Fields may be added under the same version,
/// never renamed or given another meaning.
final class ReviewJson {
    private final Json json = new Json();
    private final Rendering rendering;

    private ReviewJson(Rendering rendering) {
        this.rendering = rendering;
    }

    static String of(Review review, Rendering rendering) {
        return new ReviewJson(rendering).render(review);
    }

    private String render(Review review) {
        json.object().field("apiVersion", "vzgit/v1").field("kind", "Review");
        revision("base", review.base());
        revision("head", review.head());
        json.field("valid", !review.isInvalid());
        json.field("denied", review.isDenied());
        json.field("empty", !review.hasChanges());
        json.field("untouchedNodes", review.untouched());
        json.key("nodes").array();
        review.nodes().forEach(this::node);
        json.endArray().key("findings").array();
        ReviewFindings.of(review).forEach(this::finding);
        return json.endArray().endObject().text();
    }

    private void revision(String key, Revision revision) {
        json.key(key).object().field("revision", revision.id());
        json.field("author", revision.author()).endObject();
    }

    private void node(NodeReview node) {
        json.object().field("node", node.node().value());
        node.snapshot()
                .ifPresent(at -> {
                    json.key("snapshot").object().field("takenAt", at.toString());
                    json.field("age", rendering.age(at)).endObject();
                });
        json.field("refusedBefore", node.blockedBefore());
        json.key("capacity").array();
        node.capacity().stream().filter(CapacityRow::isKnown).forEach(this::capacity);
        json.endArray().key("ves").array();
        node.ves().forEach(this::ve);
        json.endArray().key("operations").array();
        VeNames names = VeNames.of(node.plan());
        node.plan().steps().forEach(step -> step(step, names));
        json.endArray().endObject();
    }

    private void capacity(CapacityRow row) {
        json.object().field("figure", row.figure().key());
        measure("before", row.before());
        measure("after", row.after());
        row.excess()
                .ifPresent(over -> {
                    json.key("above").object().field("percent", over.above());
                    json.field("denied", row.isDenied()).field("worse", row.isWorse()).endObject();
                });
        json.endObject();
    }

    private void measure(String key, Measure measure) {
        json.key(key).object().field("text", measure.text());
        switch (measure) {
            case Measure.Known(long amount, long supply) ->
                    json.field("amount", amount).field("supply", supply);
            case Measure.Open open ->
                    json.field("amount", open.amount())
                            .field("supply", open.supply())
                            .field("without", open.without().size());
            case Measure.Unknown _ -> {
                // The text says so.
            }
        }
        json.endObject();
    }

    private void ve(VeReview ve) {
        json.object().field("veid", ve.veid().value());
        text("name", ve.name());
        json.field("effect", ve.effect().code());
        json.key("interruption").object().field("down", ve.goesDown());
        json.field("text", ve.interruption()).endObject();
        origin(ve.origin());
        json.key("fields").array();
        ve.fields().forEach(this::field);
        json.endArray().key("refused").array();
        ve.blocked().forEach(this::blocked);
        json.endArray().endObject();
    }

    private void field(FieldReview field) {
        json.object().field("field", SafeText.of(field.field()));
        text("from", field.from()).field("to", SafeText.of(field.to()));
        json.field("how", field.how().code());
        origin(field.origin());
        if (field.live().isKnown()) {
            json.key("use").object();
            present("held", field.live().held());
            present("maxheld", field.live().maxheld());
            present("failcnt", field.live().failcnt());
            json.field("cut", field.cut().code()).endObject();
        }
        json.endObject();
    }

    /// What may come from a commit. JSON escapes control characters, but not the marks that reverse
    /// the direction of text for whoever reads it.
    private Json text(String key, String value) {
        return json.field(key, SafeText.of(value));
    }

    private void present(String key, String value) {
        if (!value.isEmpty()) {
            json.field(key, value);
        }
    }

    private void blocked(Blocked item) {
        json.object().field("reason", PlanJson.code(item.reason()));
        text("detail", item.detail());
        origin(item.origin());
        json.endObject();
    }

    private void step(Step step, VeNames names) {
        json.object().field("id", step.id());
        json.field("operation", step.operation().getClass().getSimpleName());
        text("subject", names.of(step.operation()));
        json.field("text", OperationText.of(step.operation()).text()).endObject();
    }

    private void finding(ReviewFinding finding) {
        json.object().field("code", finding.code()).field("level", finding.level().word());
        text("message", finding.message());
        origin(finding.origin());
        json.endObject();
    }

    private void origin(Optional<Origin> origin) {
        origin.ifPresent(o -> {
            json.key("origin").object();
            text("path", rendering.path(o));
            json.field("line", o.line()).field("column", o.column()).endObject();
        });
    }
}
