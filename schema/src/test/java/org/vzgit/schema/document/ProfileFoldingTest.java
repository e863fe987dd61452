package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;

final class ProfileFoldingTest {

    @Test
    void laterProfileWinsOverEarlierAndTheFileOverAll() {
        DesiredState state =
                read(
                        profile("a", "cpu: {units: 100, limit: 10}\nio: {priority: 1}"),
                        profile("b", "cpu: {units: 200}\nio: {priority: 2}"),
                        web(101, "profiles: [a, b]\nio: {priority: 3}"));
        assertEquals("10", text(state, Resource.CPULIMIT));
        assertEquals("200", text(state, Resource.CPUUNITS));
        assertEquals("3", text(state, Resource.IOPRIO));
    }

    @Test
    void profileWinsOverThoseThatItLinksTo() {
        DesiredState state =
                read(
                        profile("base", "cpu: {units: 100, limit: 10}"),
                        profile("top", "profiles: [base]\ncpu: {units: 200}"),
                        web(101, "profiles: [top]"));
        assertEquals("10", text(state, Resource.CPULIMIT));
        assertEquals("200", text(state, Resource.CPUUNITS));
    }

    @Test
    void originPointsIntoTheProfile() {
        DesiredState state = read(profile("a", "cpu: {units: 100}"), web(101, "profiles: [a]"));
        assertEquals(
                new Origin("f1.yaml", 5, 16),
                only(state, 101).originOf(VeField.CPU_UNITS).orElseThrow());
    }

    @Test
    void shortcutReplacesTheInheritedBoundAndTheOtherWayRound() {
        DesiredState state =
                read(
                        profile("p", "beancounters: {physpages: 0:1G}"),
                        profile("m", "memory: {ram: 2G}"),
                        web(101, "profiles: [p]\nmemory: {ram: 256M}"),
                        web(102, "profiles: [m]\nbeancounters: {physpages: 0:128M}"));
        assertEquals("256M", text(state, Resource.PHYSPAGES));
        Limit other = only(state, 102).resources().get(Resource.PHYSPAGES);
        assertEquals("128M", other == null ? "" : other.text());
    }

    @Test
    void brokenProfileFreezesItsVesAndNoOthers() {
        DesiredState state =
                read(profile("bad", "cpu: {units: 1}"), web(101, "profiles: [bad]"), web(102, ""));
        assertEquals("OUT_OF_RANGE", codes(state));
        assertEquals("[101]", state.frozen().toString());
        assertEquals("[102]", state.ves().keySet().toString());
    }

    @Test
    void cycleIsFoundOnceAndFreezesWhoReachesIt() {
        DesiredState state =
                read(
                        profile("a", "profiles: [b]"),
                        profile("b", "profiles: [a]"),
                        profile("c", "profiles: [a]"),
                        web(101, "profiles: [c]"));
        assertEquals("PROFILE_CYCLE", codes(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @Test
    void profileThatLinksToItselfIsACycle() {
        assertEquals("PROFILE_CYCLE", codes(read(profile("a", "profiles: [a]"))));
    }

    @Test
    void chainAtTheDepthBoundIsFoldedAndOneAboveIsRefused() {
        assertFalse(chain(InputBounds.PROFILE_DEPTH_MAX).hasErrors());
        assertEquals("TOO_LARGE", codes(chain(InputBounds.PROFILE_DEPTH_MAX + 1)));
    }

    /// The first profile links to the second, and so on; the VE uses the first.
    private static DesiredState chain(int length) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            String link = i < length ? "profiles: [p%03d]".formatted(i + 1) : "";
            texts.add(profile("p%03d".formatted(i), link));
        }
        texts.add(web(101, "profiles: [p001]"));
        return read(texts.toArray(String[]::new));
    }

    private static String text(DesiredState state, Resource resource) {
        Limit limit = only(state, 101).resources().get(resource);
        return limit == null ? "not managed" : limit.text();
    }
}
