package org.vzgit.reconciler.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The written form of a [SavedPlan]: `saved-plan.v1.schema.json`.
final class SavedPlanText {
    static final String KIND = "SavedPlan";

    /// As many as a plan may have.
    static final int STEPS_MAX = 20_000;

    /// The longest operation writes a resolver with all the search domains that fit one.
    static final int TEXT_MAX = 8192;

    private SavedPlanText() {}

    static String of(SavedPlan plan) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", KIND);
        json.field("node", plan.node().value());
        SavedSource source = plan.source();
        json.key("source").object();
        json.field("kind", source.kind().name().toLowerCase(Locale.ROOT));
        json.field("place", source.place()).field("revision", source.revision());
        json.field("subdirectory", source.subdirectory()).endObject();
        json.field("repository", plan.repository());
        json.field("commit", plan.revision().id()).field("author", plan.revision().author());
        json.key("steps").array();
        plan.steps().forEach(step -> step(json, step));
        return json.endArray().endObject().text();
    }

    private static void step(Json json, SavedStep step) {
        json.object();
        step.veid().ifPresent(veid -> json.field("veid", veid.value()));
        json.field("subject", step.subject()).field("text", step.text());
        json.field("operation", step.operation());
        json.field("field", step.precondition().field());
        json.field("from", step.precondition().from()).field("to", step.precondition().to());
        json.endObject();
    }

    /// @throws IllegalArgumentException with what is wrong with the text
    static SavedPlan parse(String text) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    "it is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
        if (!json.path("kind").asString("").equals(KIND)
                || !json.path("apiVersion").asString("").equals("vzgit/v1")) {
            throw new IllegalArgumentException("it is no " + KIND + " of apiVersion vzgit/v1");
        }
        return new SavedPlan(
                new NodeName(text(json, "node")),
                source(json.path("source")),
                text(json, "repository"),
                new Revision(text(json, "commit"), text(json, "author")),
                steps(json.path("steps")));
    }

    private static SavedSource source(JsonNode json) {
        String kind = text(json, "kind");
        for (SavedSource.Kind known : SavedSource.Kind.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
                return new SavedSource(
                        known,
                        text(json, "place"),
                        text(json, "revision"),
                        text(json, "subdirectory"));
            }
        }
        throw new IllegalArgumentException("its source is neither a repository nor a directory");
    }

    private static List<SavedStep> steps(JsonNode list) {
        if (!list.isArray() || list.size() > STEPS_MAX) {
            throw new IllegalArgumentException("steps is no list of at most " + STEPS_MAX);
        }
        List<SavedStep> steps = new ArrayList<>(list.size());
        list.forEach(step -> steps.add(step(step)));
        return steps;
    }

    private static SavedStep step(JsonNode json) {
        Optional<VeId> veid =
                json.has("veid")
                        ? Optional.of(new VeId(whole(json.path("veid"))))
                        : Optional.empty();
        return new SavedStep(
                veid,
                text(json, "subject"),
                text(json, "text"),
                text(json, "operation"),
                new SavedStep.Precondition(
                        text(json, "field"), text(json, "from"), text(json, "to")));
    }

    /// No veid for what is no whole number: Jackson would round 101.5.
    private static int whole(JsonNode number) {
        return number.isIntegralNumber() ? number.asInt(0) : 0;
    }

    /// All of these are shown to whoever applies the plan.
    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isString()) {
            throw new IllegalArgumentException(key + " is missing or no text");
        }
        String text = value.asString("");
        if (text.length() > TEXT_MAX || !SafeText.of(text).equals(text)) {
            throw new IllegalArgumentException(
                    key + " is longer than " + TEXT_MAX + " or has control characters");
        }
        return text;
    }
}
