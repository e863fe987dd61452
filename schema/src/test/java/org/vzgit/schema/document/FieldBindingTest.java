package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Every field that people can write, from its line of YAML to the spec and back to that line.
final class FieldBindingTest {
    /// Read by the document itself: every VE of these tests has them.
    private static final Set<VeField> HEAD =
            Set.of(VeField.VEID, VeField.NODE, VeField.TEMPLATE, VeField.PROFILES);

    static Stream<VeField> foldedFields() {
        return Arrays.stream(VeField.values()).filter(field -> !HEAD.contains(field));
    }

    @ParameterizedTest
    @MethodSource("foldedFields")
    void fieldRemembersItsLineAndColumn(VeField field) {
        VeSpec ve = only(read(web(101, block(field, example(field)))), 101);
        Origin origin = ve.originOf(field).orElseThrow();
        int depth = field.path().split("\\.", -1).length;
        assertEquals("f1.yaml", origin.path());
        assertEquals(7 + depth, origin.line());
        boolean container = example(field).startsWith("[") || example(field).startsWith("{");
        String key = field.path().substring(field.path().lastIndexOf('.') + 1);
        int keyColumn = 1 + 2 * depth;
        assertEquals(container ? keyColumn : keyColumn + key.length() + 2, origin.column());
    }

    @ParameterizedTest
    @MethodSource("foldedFields")
    void fieldIsCarriedOutOrListedAsNotYetAndNothingBetween(VeField field) {
        DesiredState state = read(web(101, block(field, example(field))));
        VeSpec ve = only(state, 101);
        List<VeField> listed = ve.unsupported().stream().map(use -> use.field()).toList();
        boolean later = field.support() == Support.NOT_YET;
        assertEquals(later ? List.of(field) : List.of(), listed);
        List<Diagnostic> said =
                state.diagnostics().stream()
                        .filter(finding -> finding.code() == DiagnosticCode.NOT_SUPPORTED_YET)
                        .toList();
        assertEquals(later ? 1 : 0, said.size());
        if (later) {
            assertEquals(
                    ve.originOf(field), ve.unsupported().stream().map(u -> u.origin()).findFirst());
            assertEquals(field.path() + " is not supported yet", said.getFirst().message());
        }
    }

    @ParameterizedTest
    @MethodSource("foldedFields")
    void fieldOfAProfilePointsIntoTheProfile(VeField field) {
        String pointer = Pointer.of(field);
        String key = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (!SchemaTree.of(DocumentKind.PROFILE).fieldsAt(Pointer.parent(pointer)).contains(key)) {
            DesiredState refused = read(profile("p", block(field, example(field))));
            assertEquals("UNKNOWN_FIELD", States.codes(refused).split(" ", -1)[0]);
            return;
        }
        DesiredState state =
                read(profile("p", block(field, example(field))), web(101, "profiles: [p]"));
        Origin origin = only(state, 101).originOf(field).orElseThrow();
        assertEquals("f1.yaml", origin.path());
        assertEquals(4 + field.path().split("\\.", -1).length, origin.line());
    }

    @ParameterizedTest
    @MethodSource("foldedFields")
    void misspeltFieldIsUnknownAndFreezesItsVe(VeField field) {
        DesiredState state = read(web(101, block(field, example(field)).replaceFirst(":", "zz:")));
        assertEquals("[101]", state.frozen().toString());
        assertTrue(States.codes(state).startsWith("UNKNOWN_FIELD"), States.codes(state));
    }

    @ParameterizedTest
    @MethodSource("foldedFields")
    void fieldWithoutAValueIsNeverTheDefault(VeField field) {
        for (String nothing : List.of("", "null")) {
            DesiredState state = read(web(101, block(field, nothing)));
            assertTrue(state.hasErrors(), nothing);
            assertEquals("[101]", state.frozen().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void beancounterIsReadInEveryForm(Beancounter beancounter) {
        String key = "beancounters: {" + beancounter.key() + ": ";
        BarrierLimit both = bounds(key + "8}", beancounter);
        assertEquals(both.barrier(), both.limit());
        BarrierLimit colon = bounds(key + "8:16}", beancounter);
        assertEquals(colon, bounds(key + "\"8:16\"}", beancounter));
        assertEquals(colon, bounds(key + "{barrier: 8, limit: 16}}", beancounter));
        assertEquals(colon, bounds(key + "{limit: '16', barrier: '8'}}", beancounter));
        assertEquals(Limit.UNLIMITED, bounds(key + "8:unlimited}", beancounter).limit());
        assertEquals(
                BarrierLimit.both(Limit.UNLIMITED),
                bounds(key + "9223372036854775807}", beancounter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'9:8' | BARRIER_ABOVE_LIMIT",
                "'unlimited:8' | BARRIER_ABOVE_LIMIT",
                "{barrier: 9, limit: 8} | BARRIER_ABOVE_LIMIT",
                "{barrier: 9} | MISSING_FIELD",
                "{limit: 9} | MISSING_FIELD",
                "{} | MISSING_FIELD",
                "{barrier: 8, limit: 9, held: 1} | UNKNOWN_FIELD",
                "{barrier: [8], limit: 9} | WRONG_TYPE",
                "[8, 9] | WRONG_TYPE",
                "true | BAD_VALUE",
                "'8:9:10' | BAD_VALUE",
                "-1 | OUT_OF_RANGE",
                "'-1' | OUT_OF_RANGE",
                "'8:-1' | OUT_OF_RANGE",
                "0x10 | WRONG_UNIT",
                "0o17 | WRONG_UNIT",
                "1_000 | WRONG_UNIT",
                "1e3 | WRONG_UNIT",
                ".inf | BAD_VALUE",
                ".nan | BAD_VALUE",
                "yes | BAD_VALUE",
                "UNLIMITED | BAD_VALUE",
                "9223372036854775808 | OUT_OF_RANGE"
            })
    void everyBeancounterRefusesTheSame(String value, DiagnosticCodeName code) {
        for (Beancounter beancounter : Beancounter.values()) {
            DesiredState state =
                    read(web(101, "beancounters: {" + beancounter.key() + ": " + value + "}"));
            assertTrue(
                    Set.of(States.codes(state).split(" ", -1)).contains(code.name()),
                    () -> beancounter + ": " + state.diagnostics());
            assertEquals("[101]", state.frozen().toString());
        }
    }

    /// The codes that a value alone can have.
    enum DiagnosticCodeName {
        BARRIER_ABOVE_LIMIT,
        MISSING_FIELD,
        UNKNOWN_FIELD,
        WRONG_TYPE,
        WRONG_UNIT,
        OUT_OF_RANGE,
        BAD_VALUE
    }

    /// What the text of a bound says must be what the same text says as input.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PHYSPAGES | beancounters: {physpages: '%s'} | 0:1023P",
                "SWAPPAGES | beancounters: {swappages: '%s'} | 0:2.2G",
                "NUMPROC | beancounters: {numproc: '%s'} | 240",
                "CPUUNITS | cpu: {units: '%s'} | 1000",
                "CPULIMIT | cpu: {limit: '%s'} | 250",
                "CPUMASK | cpu: {mask: '%s'} | 7,0-3",
                "NODEMASK | cpu: {nodemask: '%s'} | 1,0",
                "IOPRIO | io: {priority: '%s'} | 7",
                "IOLIMIT | io: {limit: '%s'} | 4096G",
                "IOPSLIMIT | io: {iops: '%s'} | 500"
            })
    void textOfABoundReadsBackAsThatBound(Resource resource, String field, String written) {
        Limit limit = limit(field.formatted(written), resource);
        assertEquals(limit, limit(field.formatted(limit.text()), resource));
        assertTrue(limit instanceof Limit.Value, limit.text());
    }

    @Test
    void yesAndNoAreTextAndTrueAndFalseAreNot() {
        assertEquals("NOT_SUPPORTED_YET", States.codes(read(web(101, "jquota: yes"))));
        assertEquals("NOT_SUPPORTED_YET", States.codes(read(web(101, "jquota: true"))));
        assertTrue(read(web(101, "jquota: Yes")).hasErrors());
        assertTrue(read(web(101, "jquota: on")).hasErrors());
        assertTrue(read(web(101, "jquota: 1")).hasErrors());
        assertEquals("no", only(read(web(101, "description: no")), 101).description());
        assertTrue(read(web(101, "description: true")).hasErrors());
        assertTrue(read(web(101, "description: 5")).hasErrors());
    }

    private static BarrierLimit bounds(String field, Beancounter beancounter) {
        BarrierLimit bounds = only(read(web(101, field)), 101).beancounters().get(beancounter);
        return bounds == null ? BarrierLimit.both(Limit.NOT_MANAGED) : bounds;
    }

    private static Limit limit(String field, Resource resource) {
        return only(read(web(101, field)), 101)
                .resources()
                .getOrDefault(resource, Limit.NOT_MANAGED);
    }

    /// The first example of the schema, in flow style.
    private static String example(VeField field) {
        return SchemaTree.of(DocumentKind.VE)
                .at(Pointer.of(field))
                .path("examples")
                .get(0)
                .toString();
    }

    /// The field below its parents, each in a line of its own.
    private static String block(VeField field, String value) {
        StringBuilder text = new StringBuilder();
        String[] steps = field.path().split("\\.", -1);
        for (int i = 0; i < steps.length; i++) {
            text.append("  ".repeat(i)).append(steps[i]).append(":");
            text.append(i < steps.length - 1 ? "\n" : " " + value);
        }
        return text.toString();
    }

    /// Beside the file that the example of `actionScripts` names.
    private static DesiredState read(String... texts) {
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile("scripts/web.start", "#!/bin/sh\n"));
        for (String text : texts) {
            files.add(new SourceFile("f" + files.size() + ".yaml", text));
        }
        return States.read(files);
    }
}
