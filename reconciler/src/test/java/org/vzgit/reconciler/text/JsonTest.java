package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    @Test
    void nestsWithIndent() {
        String text =
                new Json()
                        .object()
                        .field("a", 1)
                        .key("b")
                        .array()
                        .value("x")
                        .value(true)
                        .endArray()
                        .key("empty")
                        .object()
                        .endObject()
                        .endObject()
                        .text();
        assertEquals(
                """
                {
                  "a": 1,
                  "b": [
                    "x",
                    true
                  ],
                  "empty": {}
                }
                """,
                text);
    }

    @Test
    void everyCharacterSurvives() {
        StringBuilder all = new StringBuilder("\ud83d\ude00");
        for (char c = 0; c < 0x180; c++) {
            all.append(c);
        }
        String text = new Json().array().value(all.toString()).endArray().text();
        assertEquals(all.toString(), MAPPER.readTree(text).get(0).asString());
    }

    @Test
    void unfinishedTextIsRefused() {
        assertThrows(IllegalStateException.class, new Json().object()::text);
    }

    @Test
    void planIsReadByAnotherParser() {
        JsonNode plan = MAPPER.readTree(PlanJson.of(SamplePlan.full()));
        assertEquals("vzgit/v1", plan.get("apiVersion").asString());
        assertEquals("Plan", plan.get("kind").asString());
        assertEquals(8, plan.get("operations").size());
        assertEquals(6, plan.get("changes").size());
        assertEquals("destroy", plan.get("changes").get(0).get("disruption").asString());
        assertEquals("protected", plan.get("blocked").get(0).get("reason").asString());
        assertEquals(14, plan.at("/operations/0/cause/origin/line").asInt());
        assertEquals(2, plan.at("/operations/2/waitsFor/0").asInt());
        assertEquals("SetResource", plan.at("/operations/0/operation").asString());
    }

    @Test
    void emptyPlanSaysSo() {
        assertTrue(MAPPER.readTree(PlanJson.of(SamplePlan.empty())).get("empty").asBoolean());
    }
}
