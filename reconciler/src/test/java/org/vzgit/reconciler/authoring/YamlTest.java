package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.DocumentKind;
import org.vzgit.schema.document.SourceFile;

/// Text that stays text, whatever it is.
final class YamlTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "web1.example.org, web1.example.org",
                "yes, \"yes\"",
                "No, \"No\"",
                "null, \"null\"",
                "101, \"101\"",
                "1e3, \"1e3\"",
                "a b, \"a b\"",
                "a: b, \"a: b\"",
                "#a, \"#a\"",
                "*a, \"*a\"",
                "-, \"-\"",
                "é, \"é\"",
                "~~, \"\""
            })
    void textIsQuotedWhereAReaderCouldTakeItForSomethingElse(String value, String expected) {
        assertEquals(expected, Yaml.text(value));
    }

    @ParameterizedTest
    @CsvSource({
        "240, 240",
        "2.2G, 2.2G",
        "25%, 25%",
        "0:256M, 0:256M",
        "2G:2.2G, 2G:2.2G",
        "33792:unlimited, 33792:unlimited",
        "unlimited, unlimited",
        "188:206, '\"188:206\"'",
        "010, '\"010\"'",
        "0x10, '\"0x10\"'",
        "1_000, '\"1_000\"'"
    })
    void valueIsQuotedWhereYaml11WouldReadAnotherNumber(String value, String expected) {
        assertEquals(expected, Yaml.value(value));
    }

    @Test
    void charactersThatActOnTerminalsAreEscaped() {
        assertEquals("\"a\\U0000001bb\\t\\\\\\\"\"", Yaml.text("a\u001bb\t\\\""));
        assertEquals("\"\\U0000202e\"", Yaml.text("\u202e"));
    }

    @Test
    void listsAndMappingsAreFlow() {
        assertEquals("[a, \"1\", \"b c\"]", Yaml.list(List.of("a", "1", "b c")));
        assertEquals("{nfs: \"on\"}", Yaml.mapping(Map.of("nfs", "on")));
        assertEquals("[]", Yaml.list(List.of()));
    }

    /// The reader of documents gets back what was put in.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyTextSurvivesTheWayThroughADocument(long seed) {
        Random random = new Random(seed);
        String alphabet = "abyn019:#{}[],&*!|>'\"%@`\\ -?é\u00a0\u2028\ud83d\t~=";
        for (int round = 0; round < 300; round++) {
            String text =
                    IntStream.range(0, 1 + random.nextInt(12))
                            .mapToObj(_ -> alphabet.charAt(random.nextInt(alphabet.length())))
                            .filter(c -> !Character.isSurrogate(c))
                            .map(String::valueOf)
                            .collect(Collectors.joining("", "x", ""));
            DraftDocument draft = new DraftDocument(DocumentKind.VE, "web1");
            draft.put(VeField.VEID, "101");
            draft.put(VeField.NODE, "hn1");
            draft.put(VeField.TEMPLATE, "busybox");
            draft.put(VeField.DESCRIPTION, Yaml.text(text));
            DesiredState state = read(draft);
            assertEquals(List.of(), state.diagnostics(), draft.text());
            assertEquals(text, state.ves().firstEntry().getValue().description());
        }
    }

    @Test
    void fieldsComeInTheOrderOfTheSchemaAndMutedOnesAsComments() {
        DraftDocument draft = new DraftDocument(DocumentKind.PROFILE, "p");
        draft.put(VeField.NUMPROC, "240", List.of("why"));
        draft.put(VeField.CPU_UNITS, "1000");
        draft.put(VeField.PCI, "[\"03:00.0\"]", List.of("the card"));
        draft.put(VeField.NETWORK_GW, "\"10.0.0.1\"");
        draft.mute(VeField.PCI);
        draft.mute(VeField.NETWORK_GW);
        draft.label("tier", "web");
        assertEquals(
                """
                # yaml-language-server: $schema=../schemas/profile.v1.schema.json
                apiVersion: vzgit/v1
                kind: Profile
                metadata:
                  name: p
                  labels: {tier: web}
                spec:
                  # the card
                  # pci: ["03:00.0"]
                  # network:
                    # gw: "10.0.0.1"
                  cpu:
                    units: 1000
                  beancounters:
                    # why
                    numproc: 240
                """,
                draft.text());
        assertEquals(VeField.CPU_UNITS, draft.fieldAt(13).orElseThrow());
        assertEquals(List.of(), read(draft).diagnostics());
    }

    @Test
    void documentWithoutFieldsIsStillADocument() {
        DraftDocument draft = new DraftDocument(DocumentKind.PROFILE, "p");
        draft.put(VeField.PCI, "[x]");
        draft.mute(VeField.PCI);
        assertEquals(List.of(), read(draft).diagnostics());
    }

    private static DesiredState read(DraftDocument draft) {
        return new DesiredStateReader()
                .read(
                        new Revision(Revision.DIRECTORY, ""),
                        List.of(new SourceFile("draft.yaml", draft.text())));
    }
}
