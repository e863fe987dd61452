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
        node.snapshot().ifPresent(at -> {
            json.key("snapshot").object().field("takenAt", at.toString());
            json.field("age", rendering.age(at)).endObject();
        });
        json.field("refusedBefore", node.blockedBefore());
        json.key("ves").array();
        node.ves().forEach(this::ve);
        json.endArray().key("operations").array();
        VeNames names = VeNames.of(node.plan());
        node.plan().steps().forEach(step -> step(step, names));
        json.endArray().endObject();
    }

    private void ve(VeReview ve) {
        json.object().field("veid", ve.veid().value()).field("name", ve.name());
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
        json.object().field("field", field.field());
        json.field("from", SafeText.of(field.from())).field("to", SafeText.of(field.to()));
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

    private void present(String key, String value) {
        if (!value.isEmpty()) {
            json.field(key, value);
        }
    }

    private void blocked(Blocked item) {
        json.object().field("reason", PlanJson.code(item.reason()));
        json.field("detail", SafeText.of(item.detail()));
        origin(item.origin());
        json.endObject();
    }

    private void step(Step step, VeNames names) {
        json.object().field("id", step.id());
        json.field("operation", step.operation().getClass().getSimpleName());
        json.field("subject", names.of(step.operation()));
        json.field("text", OperationText.of(step.operation()).text()).endObject();
    }

    private void finding(ReviewFinding finding) {
        json.object().field("code", finding.code()).field("level", finding.level().word());
        json.field("message", SafeText.of(finding.message()));
        origin(finding.origin());
        json.endObject();
    }

    private void origin(Optional<Origin> origin) {
        origin.ifPresent(o -> {
            json.key("origin").object().field("path", rendering.path(o));
            json.field("line", o.line()).field("column", o.column()).endObject();
        });
    }
}
