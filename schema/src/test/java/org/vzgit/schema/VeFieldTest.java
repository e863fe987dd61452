package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The tables that documentation, planner and commands share, held against themselves.
final class VeFieldTest {

    @Test
    void pathsOptionsAndDisplayNamesNameOneFieldEach() {
        Set<String> paths = new HashSet<>();
        Set<String> options = new HashSet<>();
        Set<String> displays = new HashSet<>();
        for (VeField field : VeField.values()) {
            assertTrue(paths.add(field.path()), field.path());
            assertTrue(field.option().isEmpty() || options.add(field.option()), field.option());
            assertTrue(displays.add(field.display()), field.display());
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldIsFoundByItsPathAndNothingElse(VeField field) {
        assertEquals(Optional.of(field), VeField.at(field.path()));
        assertEquals(Optional.empty(), VeField.at(field.path() + "x"));
        assertEquals(Optional.empty(), VeField.at("spec." + field.path()));
        assertFalse(field.display().isEmpty());
    }

    @Test
    void noFieldStandsInsideAnotherField() {
        for (VeField outer : VeField.values()) {
            for (VeField inner : VeField.values()) {
                assertFalse(inner.path().startsWith(outer.path() + "."), inner.path());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyBeancounterHasItsFieldUnderTheSameName(Beancounter beancounter) {
        VeField field = VeField.at("beancounters." + beancounter.key()).orElseThrow();
        assertEquals(beancounter.key(), field.option());
        assertEquals(beancounter.name(), field.name());
        assertEquals(beancounter.name().toLowerCase(Locale.ROOT), field.display());
    }

    @ParameterizedTest
    @EnumSource
    void everyResourceIsCarriedOutLiveUnderItsOpenVzName(Resource resource) {
        assertEquals(resource.key(), resource.field().option());
        assertEquals(Disruption.LIVE, resource.field().disruption());
        assertEquals(Support.CARRIED_OUT, resource.field().support());
    }

    @Test
    void beancountersAreThoseOfTheKernelInItsOrder() {
        assertEquals(
                "kmemsize lockedpages privvmpages shmpages numproc physpages vmguarpages"
                        + " oomguarpages numtcpsock numflock numpty numsiginfo tcpsndbuf tcprcvbuf"
                        + " othersockbuf dgramrcvbuf numothersock dcachesize numfile numiptent"
                        + " swappages",
                String.join(
                        " ", Arrays.stream(Beancounter.values()).map(Beancounter::key).toList()));
    }

    @Test
    void codesAreNumberedOnceAndExplained() {
        Set<String> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertTrue(ids.add(code.id()), code.id());
            assertTrue(titles.add(code.title()), code.title());
            assertTrue(code.id().matches("VZ[123]\\d{3}"), code.id());
            assertTrue(code.explanation().endsWith("."), code.id());
            assertEquals(Optional.of(code), DiagnosticCode.of(code.id().toLowerCase(Locale.ROOT)));
            boolean advice = code.id().startsWith("VZ3");
            assertEquals(advice ? Severity.WARNING : Severity.ERROR, code.severity());
        }
        assertEquals(Optional.empty(), DiagnosticCode.of("VZ9999"));
        assertEquals(Optional.empty(), DiagnosticCode.of("1001"));
    }
}
