package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// What a review says of one field, from the documents on both sides.
class VeComparisonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    running | cpu: {units: 1000} | cpu: {units: 2000} | cpuunits 1000 → 2000 live
                    running | cpu: {units: 1000} | cpu: {units: 1001} | cpuunits 1000 → 1001 no-effect
                    running | cpu: {units: 1000} | description: x | cpuunits 1000 → - no-effect
                    running | description: x | cpu: {units: 2000} | cpuunits - → 2000 live
                    stopped | cpu: {units: 1000} | cpu: {units: 2000} | cpuunits 1000 → 2000 next-start
                    stopped | cpu: {units: 1000} | description: x | cpuunits 1000 → - no-effect
                    stopped | hostname: a | hostname: b | hostname a → b next-start
                    running | hostname: a | hostname: b | hostname a → b live
                    running | network: {nameservers: [10.0.0.1]} | network: {nameservers: [10.0.0.2]} | nameserver 10.0.0.1 → 10.0.0.2 reload
                    stopped | network: {addresses: [10.101.0.1]} | network: {addresses: [10.101.0.2]} | address 10.101.0.1 → 10.101.0.2 next-start
                    running | deletion: retain | deletion: destroy | deletion retain → destroy live
                    stopped | deletion: retain | deletion: destroy | deletion retain → destroy live
                    running | beancounters: {numfile: 9312} | beancounters: {numfile: 4096} | numfile 9312 → 4096 live
                    stopped | beancounters: {numfile: 9312} | beancounters: {numfile: 4096} | numfile 9312 → 4096 next-start
                    running | beancounters: {numfile: 9312} | description: x | numfile 9312 → - no-effect
                    running | beancounters: {physpages: 256M} | memory: {ram: 512M} | physpages 256M → 512M live
                    """)
    void everyChangeOfADocumentIsTold(String state, String base, String head, String told) {
        List<VeReview> ves = review(ve(state, base), ve(state, head)).ves();
        assertEquals(1, ves.size());
        assertEquals(
                List.of(told),
                ves.getFirst().fields().stream()
                        .map(field ->
                                field.field() + " " + field.change() + " " + field.how().code())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    description: one | description: two
                    beancounters: {physpages: 262144} | beancounters: {physpages: 1G}
                    cpu: {units: 1000} | cpu: {units: 1000}
                    """)
    void anotherWayToWriteTheSameIsNoChange(String base, String head) {
        assertEquals(List.of(), review(ve("running", base), ve("running", head)).ves());
    }

    @ParameterizedTest
    @CsvSource({
        "running, stopped, STOP, true",
        "stopped, running, LIVE, false",
    })
    void startingAndStoppingAreWhatTheyAre(String from, String to, Effect effect, boolean down) {
        VeReview ve =
                review(ve(from, "cpu: {units: 1000}"), ve(to, "cpu: {units: 1000}"))
                        .ves()
                        .getFirst();
        assertEquals(effect, ve.effect());
        assertEquals(down, ve.goesDown());
        assertEquals(How.STATE, ve.fields().getFirst().how());
    }

    /// The differ compares nothing of a VE that does not run; its document changes all the same.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    stopped | stopped | network: {nameservers: [10.0.0.1]} | network: {nameservers: [10.0.0.2]} | nameserver 10.0.0.1 → 10.0.0.2 next-start
                    stopped | stopped | network: {searchdomains: [a.org]} | network: {searchdomains: [b.org]} | nameserver search a.org → search b.org next-start
                    stopped | stopped | description: x | network: {nameservers: [10.0.0.2]} | nameserver - → 10.0.0.2 next-start
                    stopped | stopped | network: {nameservers: [10.0.0.2]} | description: x | nameserver 10.0.0.2 → - no-effect
                    running | running | network: {nameservers: [10.0.0.2]} | description: x | nameserver 10.0.0.2 → - no-effect
                    stopped | running | cpu: {units: 1000} | cpu: {units: 2000} | cpuunits 1000 → 2000 next-start
                    stopped | running | cpu: {units: 1000} | description: x | cpuunits 1000 → - no-effect
                    stopped | running | hostname: a | hostname: b | hostname a → b next-start
                    stopped | running | network: {addresses: [10.101.0.1]} | network: {addresses: [10.101.0.2]} | address 10.101.0.1 → 10.101.0.2 next-start
                    stopped | running | beancounters: {numfile: 9312} | beancounters: {numfile: 4096} | numfile 9312 → 4096 next-start
                    running | stopped | cpu: {units: 1000} | cpu: {units: 2000} | cpuunits 1000 → 2000 next-start
                    running | stopped | hostname: a | hostname: b | hostname a → b next-start
                    running | stopped | beancounters: {numfile: 9312} | beancounters: {numfile: 4096} | numfile 9312 → 4096 next-start
                    """)
    void whatCountsFromTheNextStartOnIsTold(
            String from, String to, String base, String head, String told) {
        List<VeReview> ves = review(ve(from, base), ve(to, head)).ves();
        assertEquals(1, ves.size());
        assertEquals(
                List.of(told),
                ves.getFirst().fields().stream()
                        .filter(field -> !field.field().equals("state"))
                        .map(field ->
                                field.field() + " " + field.change() + " " + field.how().code())
                        .toList());
    }

    @Test
    void theInterruptionIsBoundedByTheStopTimeoutOfTheDocument() {
        VeReview ve =
                review(ve("running", "stopTimeout: 30"), ve("stopped", "stopTimeout: 45"))
                        .ves()
                        .getFirst();
        assertEquals("down for good within 45 s", ve.interruption());
    }

    @Test
    void aVeThatIsTakenAwayAndKeptIsToldEvenIfItDoesNotRun() {
        Review review = review(ve("stopped", "description: x"), "");
        assertEquals(Effect.RETAIN, review.ves().getFirst().effect());
        assertTrue(review.hasChanges());
    }

    private static Review review(String base, String head) {
        return Reviewer.review(
                new ReviewRequest(
                        state(base), state(head), new TreeSet<>(), List.of(), AllowedCuts.NONE));
    }

    private static DesiredState state(String document) {
        DesiredState state =
                new DesiredStateReader()
                        .read(
                                new Revision("directory", ""),
                                List.of(
                                        new SourceFile("a.yaml", document),
                                        new SourceFile("b.yaml", other())));
        assertEquals(false, state.hasErrors(), () -> state.diagnostics().toString());
        return state;
    }

    /// Keeps the node from being empty, which a plan would refuse.
    private static String other() {
        return ve("running", "description: other").replace("web1", "other").replace("101", "999");
    }

    private static String ve(String state, String more) {
        return """
        apiVersion: vzgit/v1
        kind: VE
        metadata: {name: web1}
        spec:
          veid: 101
          node: hn1
          template: busybox
          state: %s
          %s
        """
                .formatted(state, more);
    }
}
