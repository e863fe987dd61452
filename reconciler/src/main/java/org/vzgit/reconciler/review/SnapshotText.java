package org.vzgit.reconciler.review;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The written form of a [NodeSnapshot]: `snapshot.v1.schema.json`. It travels through a
/// repository, so what is read may have been written by anybody.
final class SnapshotText {
    static final String KIND = "NodeSnapshot";

    /// As many VEs as a node may have.
    static final int VES_MAX = 10_000;

    /// Three times as many counters as OpenVZ has.
    static final int COUNTERS_MAX = 64;

    /// An id of Git has 40 or 64 digits.
    private static final int WORD_MAX = 128;

    private SnapshotText() {}

    static String of(NodeSnapshot snapshot) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", KIND);
        json.field("node", snapshot.node().value());
        json.field("takenAt", snapshot.takenAt().toString());
        json.field("revision", snapshot.revision().id());
        Features features = snapshot.features();
        json.key("kernel").object().field("release", features.release());
        json.field("cpus", features.cpusOnline()).key("controls").object();
        features.controls()
                .forEach((resource, control) -> json.field(resource.key(), word(control)));
        json.endObject().key("levels").object();
        features.levels()
                .forEach((beancounter, level) -> json.field(beancounter.key(), level.text()));
        json.endObject().endObject().key("ves").array();
        snapshot.ves()
                .forEach((veid, counters) -> {
                    json.object().field("veid", veid.value()).key("counters").object();
                    counters.forEach((resource, counter) -> counter(json, resource, counter));
                    json.endObject().endObject();
                });
        return json.endArray().endObject().text();
    }

    private static void counter(Json json, String resource, Counter counter) {
        json.key(resource).object();
        counter.held().ifPresent(value -> json.field("held", value));
        counter.maxheld().ifPresent(value -> json.field("maxheld", value));
        counter.failcnt().ifPresent(value -> json.field("failcnt", value));
        json.endObject();
    }

    /// @throws IllegalArgumentException with what is wrong with the text
    static NodeSnapshot parse(String text) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    "it is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
        if (!json.path("kind").asString("").equals(KIND)) {
            throw new IllegalArgumentException("its kind is not " + KIND);
        }
        if (!json.path("apiVersion").asString("").equals("vzgit/v1")) {
            throw new IllegalArgumentException("its apiVersion is not vzgit/v1");
        }
        return new NodeSnapshot(
                new NodeName(json.path("node").asString("")),
                time(json.path("takenAt").asString("")),
                new Revision(bounded(json.path("revision").asString("")), ""),
                features(json.path("kernel")),
                ves(json.path("ves")));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("takenAt is no time: " + bounded(text), notATime);
        }
    }

    /// A control that this version does not know is none.
    private static Features features(JsonNode kernel) {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            String written = kernel.path("controls").path(resource.key()).asString("");
            for (Control control : Control.values()) {
                if (word(control).equals(written)) {
                    controls.put(resource, control);
                }
            }
        }
        return new Features(
                bounded(kernel.path("release").asString("")),
                controls,
                Math.max(1, kernel.path("cpus").asInt(1)),
                levels(kernel.path("levels")));
    }

    private static SortedMap<Beancounter, UbcLevel> levels(JsonNode written) {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            String text = written.path(beancounter.key()).asString("");
            Arrays.stream(UbcLevel.values())
                    .filter(level -> level.text().equals(text))
                    .forEach(level -> levels.put(beancounter, level));
        }
        return levels;
    }

    private static SortedMap<VeId, SortedMap<String, Counter>> ves(JsonNode list) {
        if (!list.isArray() || list.size() > VES_MAX) {
            throw new IllegalArgumentException("ves is no list of at most " + VES_MAX);
        }
        SortedMap<VeId, SortedMap<String, Counter>> ves = new TreeMap<>();
        for (JsonNode ve : list) {
            JsonNode number = ve.path("veid");
            // Jackson would round 101.5 to the number of another VE.
            VeId veid = new VeId(number.isIntegralNumber() ? number.asInt(0) : 0);
            if (ves.put(veid, counters(ve.path("counters"))) != null) {
                throw new IllegalArgumentException("VE " + veid + " comes twice");
            }
        }
        return ves;
    }

    private static SortedMap<String, Counter> counters(JsonNode map) {
        if (!map.isObject()) {
            return Collections.emptySortedMap();
        }
        if (map.size() > COUNTERS_MAX) {
            throw new IllegalArgumentException("a VE has more than " + COUNTERS_MAX + " counters");
        }
        SortedMap<String, Counter> counters = new TreeMap<>();
        map.properties()
                .forEach(entry ->
                        counters.put(
                                bounded(entry.getKey()),
                                new Counter(
                                        number(entry.getValue(), "held"),
                                        number(entry.getValue(), "maxheld"),
                                        number(entry.getValue(), "failcnt"))));
        return counters;
    }

    /// Empty where there is none.
    private static OptionalLong number(JsonNode counter, String key) {
        JsonNode value = counter.path(key);
        if (value.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new IllegalArgumentException(key + " is no count: " + bounded(value.toString()));
        }
        return OptionalLong.of(value.asLong());
    }

    private static String word(Control control) {
        return control.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String bounded(String text) {
        String safe = SafeText.of(text);
        return safe.length() <= WORD_MAX ? safe : safe.substring(0, WORD_MAX);
    }
}
