package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.FreezeWindow;
import org.vzgit.schema.NodeSafety;
import org.vzgit.schema.Rollout;

class NodeSafetyTest {

    @ParameterizedTest
    @CsvSource({"3, 3", "0, 0", "10%, 10%", "\"100%\", 100%", "0%, 0%"})
    void budgetIsANumberOrAShare(String written, String read) {
        assertEquals(read, safety("removalBudget: " + written).removals().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"101%", "1.5%", "-1%", "%", "1 %", "all", "[1]", "\"3\"", "1%%"})
    void anythingElseIsNoBudgetAndFreezesTheNode(String written) {
        DesiredState state =
                read(document("Node", "hn1", "removalBudget: " + written), web(101, ""));
        assertTrue(state.hasErrors(), written);
        assertEquals("[101]", state.frozen().toString(), written);
    }

    @Test
    void windowIsReadWithItsDefaults() {
        FreezeWindow window =
                safety("freeze: [{from: \"08:00\", to: \"18:00\"}]").freeze().getFirst();
        assertEquals(Disruption.RESTART, window.least());
        assertEquals(FreezeWindow.Week.EVERY_DAY, window.week().days());
        assertEquals("UTC", window.week().zone().getId());
        assertEquals("", window.reason());
    }

    @Test
    void everythingOfAWindowIsRead() {
        FreezeWindow window =
                safety(
                                "freeze: [{disruption: live, days: [mon, fri], from: 22:00,"
                                        + " to: 06:00, timeZone: Europe/Vienna, reason: fair}]")
                        .freeze()
                        .getFirst();
        assertEquals(Disruption.LIVE, window.least());
        assertEquals(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), window.week().days());
        assertEquals("Europe/Vienna", window.week().zone().getId());
        assertEquals("22:00", window.week().from().toString());
        assertEquals("06:00", window.week().to().toString());
        assertEquals("fair", window.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{from: \"8:00\", to: \"18:00\"}",
                "{from: \"08:00\"}",
                "{from: \"24:00\", to: \"18:00\"}",
                "{from: \"08:00\", to: \"18:00\", days: []}",
                "{from: \"08:00\", to: \"18:00\", days: [monday]}",
                "{from: \"08:00\", to: \"18:00\", timeZone: Europe/Atlantis}",
                "{from: \"08:00\", to: \"18:00\", disruption: all}",
                "{from: \"08:00\", to: \"18:00\", cron: x}"
            })
    void wrongWindowIsAnErrorAndNeverNoWindow(String window) {
        DesiredState state = read(document("Node", "hn1", "freeze: [" + window + "]"));
        assertTrue(state.hasErrors(), window);
        assertTrue(state.nodes().isEmpty(), window);
    }

    @Test
    void rolloutOfAVeIsRead() {
        Rollout rollout =
                only(read(web(101, "wave: 2\nafter: [web102, tier=db]"), web(102, "")), 101)
                        .rollout();
        assertEquals(2, rollout.wave());
        assertEquals(
                List.of("web102", "tier=db"),
                rollout.after().stream().map(Object::toString).toList());
    }

    @Test
    void predecessorThatDoesNotExistIsAdvice() {
        DesiredState state = read(web(101, "after: [web103]"), web(102, ""));
        assertEquals("UNKNOWN_PREDECESSOR", codes(state));
        assertEquals("[101, 102]", state.ves().keySet().toString());
        assertEquals(8, state.diagnostics().getFirst().origin().line());
    }

    @Test
    void sourceOfACloneIsRead() {
        DesiredState state = read(web(101, "cloneOf: web102"), web(102, ""));
        assertEquals("", codes(state));
        assertEquals("web102", only(state, 101).cloneOf().orElseThrow().value());
        assertTrue(only(state, 102).cloneOf().isEmpty());
    }

    @Test
    void sourceThatDoesNotExistIsAdvice() {
        DesiredState state = read(web(101, "cloneOf: web103"), web(102, ""));
        assertEquals("UNKNOWN_CLONE_SOURCE", codes(state));
        assertEquals(
                "[101, 102]", state.ves().keySet().toString(), "a clone that is there lives on");
        assertEquals(8, state.diagnostics().getFirst().origin().line());
    }

    @Test
    void nobodyIsACloneOfItself() {
        DesiredState state = read(web(101, "cloneOf: web101"));
        assertEquals("UNKNOWN_CLONE_SOURCE", codes(state));
        assertEquals(
                "VE \"web101\" cannot be a clone of itself",
                state.diagnostics().getFirst().message());
    }

    @Test
    void sourceOfACloneIsAName() {
        assertTrue(read(web(101, "cloneOf: ../etc")).hasErrors());
        assertTrue(read(web(101, "cloneOf: [web102]"), web(102, "")).hasErrors());
    }

    private static NodeSafety safety(String spec) {
        return read(document("Node", "hn1", spec)).nodes().firstEntry().getValue().safety();
    }
}
