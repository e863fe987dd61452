package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.Diagnostic;

/// The lines of OpenVZ's configuration files as vzctl takes them, and what of them is refused.
final class ConfParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=b|b",
                "A=\"b\"|b",
                "A='b'|b",
                "A=\"b c\"|b c",
                "A=|~~",
                "A=\"\"|~~",
                "  A=b  |b",
                "export A=b|b",
                "A=b # c|b",
                "A=b#c|b#c",
                "A=\"b # c\"|b # c",
                "A=b\\ c|b c",
                "A=\"b\\\"c\"|b\"c",
                "A='b\\c'|b\\c",
                "A=b\"c d\"e|bc de",
                "A=$VEID|$VEID",
                "A=/vz/${VEID}/x|/vz/${VEID}/x",
                "A='$X `id`'|$X `id`",
                "A=\\$X|$X",
                "A=0:unlimited|0:unlimited",
                "A_1=x|x"
            })
    void valueIsTakenAsAShellWouldWithoutRunningAnything(String line, String value) {
        List<Diagnostic> notes = new ArrayList<>();
        ConfFile file = parse(line, notes);
        assertEquals(List.of(), notes);
        assertEquals(1, file.lines().size());
        assertEquals(Optional.of(value), file.value(file.lines().getFirst().name()));
    }

    /// Line, column where it is shown, and why.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=b c|5|text behind the value; one with blanks needs quotes",
                "A=\"b|4|the quote is not closed",
                "A='b|4|the quote is not closed",
                "A=$X|3|what a shell would put here is not known",
                "A=\"$(id)\"|4|what a shell would put here is not known",
                "A=`id`|3|what a shell would put here is not known",
                "A=$VEIDX|3|what a shell would put here is not known",
                "A=b;reboot|4|a command, which is not run",
                "A=b&|4|a command, which is not run",
                "A=b\\|4|the line goes on in the next one",
                "A = b|1|not of the form NAME=\"value\"",
                "=b|1|not of the form NAME=\"value\"",
                "1A=b|1|not of the form NAME=\"value\"",
                ". /etc/vz/x.conf|1|not of the form NAME=\"value\"",
                "source x|1|not of the form NAME=\"value\""
            })
    void whatOnlyAShellCouldTellIsRefusedWithItsPlace(String line, int column, String why) {
        List<Diagnostic> notes = new ArrayList<>();
        ConfFile file = parse("B=1\n" + line + "\nC=2", notes);
        assertEquals(Optional.of("1"), file.value("B"));
        assertEquals(Optional.of("2"), file.value("C"));
        assertEquals(Optional.empty(), file.value("A"));
        assertEquals(1, notes.size(), notes.toString());
        assertEquals(why, notes.getFirst().message());
        assertEquals("conf:2:" + column, notes.getFirst().origin().toString());
        assertEquals(line, notes.getFirst().sourceLine());
    }

    @Test
    void ofTwoLinesWithOneNameTheFirstWinsAndTheSecondIsTold() {
        List<Diagnostic> notes = new ArrayList<>();
        ConfFile file = parse("A=1\nB=2\n A=3\n", notes);
        assertEquals(Optional.of("1"), file.value("A"));
        assertEquals(2, file.lines().size());
        assertEquals("conf:3:2", notes.getFirst().origin().toString());
        assertEquals("A stands in line 1 already, which wins", notes.getFirst().message());
    }

    @Test
    void commentsStayWithWhatFollowsThem() {
        ConfFile file =
                parse("# head\n#\n\n# a\n#b\n\nA=1 # behind\nB=2\n## last\n", new ArrayList<>());
        assertEquals(List.of("head", ""), file.header());
        assertEquals(List.of("a", "b", "behind"), file.lines().get(0).comments());
        assertEquals(List.of(), file.lines().get(1).comments());
        assertEquals(List.of("last"), file.footer());
    }

    @Test
    void commentDirectlyAboveTheFirstSettingBelongsToIt() {
        ConfFile file = parse("# of a\nA=1\n", new ArrayList<>());
        assertEquals(List.of(), file.header());
        assertEquals(List.of("of a"), file.lines().getFirst().comments());
    }

    @Test
    void filesOfOtherSystemsAreReadToo() {
        ConfFile file = parse("A=1\r\nB=\"2\"\r\n", new ArrayList<>());
        assertEquals(Optional.of("1"), file.value("A"));
        assertEquals(Optional.of("2"), file.value("B"));
    }

    @Test
    void commentsCannotActOnATerminalNorOnYaml() {
        ConfFile file = parse("# a\u001b[2Jb\nA=1\n", new ArrayList<>());
        assertEquals(List.of("a\ufffd[2Jb"), file.lines().getFirst().comments());
    }

    @ParameterizedTest
    @ValueSource(ints = {ConfParser.SETTINGS_MAX, ConfParser.SETTINGS_MAX + 1})
    void settingsOfOneFileHaveABound(int count) {
        List<Diagnostic> notes = new ArrayList<>();
        String text =
                IntStream.range(0, count)
                        .mapToObj(i -> "A" + i + "=1")
                        .collect(Collectors.joining("\n"));
        assertEquals(ConfParser.SETTINGS_MAX, parse(text, notes).lines().size());
        assertEquals(count - ConfParser.SETTINGS_MAX, notes.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {ConfParser.LINE_CHARS_MAX, ConfParser.LINE_CHARS_MAX + 1})
    void lineHasABound(int length) {
        List<Diagnostic> notes = new ArrayList<>();
        boolean fits = length <= ConfParser.LINE_CHARS_MAX;
        ConfFile file = parse("A=" + "x".repeat(length - 2), notes);
        assertEquals(fits, file.value("A").isPresent());
        assertEquals(fits ? 0 : 1, notes.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {ConfSource.CHARS_MAX, ConfSource.CHARS_MAX + 1})
    void fileHasABound(int length) {
        List<Diagnostic> notes = new ArrayList<>();
        ConfFile file = parse("A=1\n" + "#".repeat(length - 4), notes);
        boolean fits = length <= ConfSource.CHARS_MAX;
        assertEquals(fits, file.value("A").isPresent());
        assertEquals(fits ? 0 : 1, notes.size());
    }

    /// Written in a random one of the ways that mean the same, each value comes back.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void valuesSurviveEveryWayOfQuoting(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<String, String> wanted = new LinkedHashMap<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                String value = value(random);
                wanted.put("K" + i, value);
                text.append(noise(random)).append("K").append(i).append('=');
                text.append(quoted(value, random)).append(random.nextBoolean() ? " # c\n" : "\n");
            }
            List<Diagnostic> notes = new ArrayList<>();
            ConfFile file = parse(text.toString(), notes);
            assertEquals(List.of(), notes, text.toString());
            Map<String, String> read = new LinkedHashMap<>();
            file.lines().forEach(line -> read.put(line.name(), line.value()));
            assertEquals(wanted, read, text.toString());
        }
    }

    /// Whatever stands in a file: notes within its lines, at most one setting a line, no exception.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void damageEndsInNotesAndNeverInAnException(long seed) {
        Random random = new Random(seed);
        String alphabet = "AB=\"'\\$`#;&| \t\n\n\r{}()VEID0é\u0000\u001b\ud800";
        for (int round = 0; round < 500; round++) {
            String text =
                    IntStream.range(0, random.nextInt(120))
                            .mapToObj(_ -> alphabet.charAt(random.nextInt(alphabet.length())))
                            .map(String::valueOf)
                            .collect(Collectors.joining());
            List<Diagnostic> notes = new ArrayList<>();
            ConfFile file = parse(text, notes);
            List<String> lines = text.lines().toList();
            assertTrue(file.lines().size() + notes.size() <= lines.size(), text);
            for (Diagnostic note : notes) {
                String line = lines.get(note.origin().line() - 1);
                assertTrue(note.origin().column() <= Math.max(1, line.length()), text);
            }
        }
    }

    private static String noise(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "\n";
            case 1 -> "# comment = \"x\"\n";
            case 2 -> "\t ";
            default -> "";
        };
    }

    private static String value(Random random) {
        String alphabet = "ab0:. ,\"'\\$`#=;é";
        return IntStream.range(0, random.nextInt(10))
                .mapToObj(_ -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))))
                .collect(Collectors.joining());
    }

    private static String quoted(String value, Random random) {
        if (random.nextBoolean() && !value.contains("'")) {
            return "'" + value + "'";
        }
        if (random.nextBoolean()) {
            return "\"" + value.replaceAll("([\\\\\"$`])", "\\\\$1") + "\"";
        }
        return value.replaceAll("([^a-z0-9é])", "\\\\$1");
    }

    private static ConfFile parse(String text, List<Diagnostic> notes) {
        ConfSource source = new ConfSource("conf", text);
        ConfNotes told = new ConfNotes(source);
        ConfFile file = ConfParser.parse(source, told);
        notes.addAll(told.all());
        return file;
    }
}
