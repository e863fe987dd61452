package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;

/// What `vzgit explain` answers.
class TopicsTest {
    @ParameterizedTest
    @EnumSource(DiagnosticCode.class)
    void everyCodeIsExplainedUnderItsNumber(DiagnosticCode code) {
        String text = Topics.find(code.id()).orElseThrow();
        String severity = code.severity().name().toLowerCase(java.util.Locale.ROOT);
        assertEquals(
                code.id() + "  " + severity + ": " + code.title(),
                text.lines().findFirst().orElse(""));
        assertTrue(text.endsWith("\n\n" + code.explanation() + "\n"), text);
    }

    @ParameterizedTest
    @EnumSource(VeField.class)
    void everyFieldIsFoundByItsPlaceInYaml(VeField field) {
        String text = Topics.find(field.path()).orElseThrow();
        assertEquals(field.display(), text.lines().findFirst().orElse(""));
        assertTrue(text.contains("in YAML      spec." + field.path() + "\n"), text);
        String carriedOut = field.support() == Support.CARRIED_OUT ? "yes" : "not yet";
        assertTrue(text.endsWith("carried out  " + carriedOut + "\n"), text);
        String word = field.disruption().name().toLowerCase(java.util.Locale.ROOT);
        assertTrue(text.contains("changing it  " + word + ": "), text);
        assertEquals(
                !field.option().isEmpty(),
                text.contains("vzctl set    --" + field.option() + "\n"));
    }

    @ParameterizedTest
    @EnumSource(VeField.class)
    void everyOptionOfVzctlLeadsToAField(VeField field) {
        if (field.option().isEmpty()) {
            assertTrue(Topics.find("--no-such-option").isEmpty());
        } else {
            assertTrue(Topics.find("--" + field.option()).isPresent(), field.option());
            assertTrue(Topics.find(field.option()).isPresent(), field.option());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ipadd, network.addresses",
        "--ipadd, network.addresses",
        "nameserver, network.nameservers",
        "ostemplate, template",
        "ram, memory.ram",
        "units, cpu.units",
        "--cpuunits, cpu.units",
        "numproc, beancounters.numproc",
        "kmemsize, beancounters.kmemsize",
        "priority, io.priority"
    })
    void aFieldIsFoundByAnyOfItsNames(String topic, String path) {
        String text = Topics.find(topic).orElseThrow();
        assertTrue(text.contains("spec." + path + "\n"), text);
    }

    @ParameterizedTest
    @EnumSource(Blocked.Reason.class)
    void everyReasonIsExplainedUnderTheWordThatPlansShow(Blocked.Reason reason) {
        String code = PlanJson.code(reason);
        assertTrue(code.matches("[a-z]+(-[a-z]+)*"), code);
        String text = Topics.find(code).orElseThrow();
        // `rollout` and the like are fields or reasons, never both: the reason must be reachable.
        assertTrue(text.startsWith(code + "  why something is not in a plan\n\n"), text);
        assertTrue(text.endsWith(".\n"), text);
    }

    @Test
    void noTwoReasonsAreExplainedAlike() {
        Set<String> texts = new HashSet<>();
        for (Blocked.Reason reason : Blocked.Reason.values()) {
            String text = Topics.find(PlanJson.code(reason)).orElseThrow();
            texts.add(text.substring(text.indexOf('\n')));
        }
        assertEquals(Blocked.Reason.values().length, texts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "--", ".", "VZ", "VZ9999", "vz1003 ", "nothing", "NUMPROC "})
    void whatIsNoTopicIsNotFound(String topic) {
        assertTrue(Topics.find(topic).isEmpty(), topic);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing | ; vzgit schema lists the fields
                    iops    | ; did you mean io.iops?
                    IOPS    | ; did you mean io.iops?
                    physp   | ; did you mean beancounters.physpages?
                    cpu.m   | ; did you mean cpu.mask?
                    """)
    void nearTopicsAreSuggested(String topic, String suggestion) {
        assertEquals(suggestion, Topics.suggestion(topic));
    }

    @ParameterizedTest
    @EnumSource(VeField.class)
    void everyFieldIsSuggestedForAPartOfItsName(VeField field) {
        String part = field.path().substring(1).toUpperCase(java.util.Locale.ROOT);
        String suggestion = Topics.suggestion(part);
        assertTrue(suggestion.startsWith("; did you mean "), suggestion);
        String named = suggestion.substring("; did you mean ".length()).replace("?", "");
        assertTrue(List.of(named.split(", ", -1)).contains(field.path()), suggestion);
    }
}
