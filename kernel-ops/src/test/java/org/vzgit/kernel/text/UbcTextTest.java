package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;

/// The layout, held against files with the widths of OpenVZ's 64-bit kernel, and read by what reads
/// those files on other people's machines.
final class UbcTextTest {
    private static final Path GOLDEN = Path.of("src/test/resources/beancounters");

    @TempDir private Path directory;

    /// Reads as vzlist does: an id and a colon begin a block, the rest are words.
    private static SequencedMap<String, Map<Beancounter, UbcRow>> read(String text) {
        SequencedMap<String, Map<Beancounter, UbcRow>> all = new LinkedHashMap<>();
        Map<Beancounter, UbcRow> block = new EnumMap<>(Beancounter.class);
        all.put("", block);
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("[\\s:]+"));
            if (words.getFirst().matches("\\d+")) {
                block = new EnumMap<>(Beancounter.class);
                all.put(words.getFirst(), block);
                words = words.subList(1, words.size());
            }
            if (words.size() == 6 && words.get(1).matches("\\d+") && !words.contains("dummy")) {
                block.put(
                        Beancounter.valueOf(words.getFirst().toUpperCase(Locale.ROOT)),
                        row(words.subList(1, 6).stream().map(Long::valueOf).toList()));
            }
        }
        all.values().removeIf(Map::isEmpty);
        return all;
    }

    private static UbcRow row(List<Long> numbers) {
        return new UbcRow(
                numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }

    @Test
    void userBeancountersIsByteForByteThatOfOpenVz() throws IOException {
        String golden = golden("user_beancounters");
        var all = read(golden);
        assertEquals(List.of("301", "0"), List.copyOf(all.keySet()));
        assertEquals(golden, UbcText.userBeancounters(all));
    }

    @Test
    void resourcesOfOneVeAreByteForByteThoseOfOpenVz() throws IOException {
        String golden = golden("bc-301-resources");
        assertEquals(golden, UbcText.bcResources(read(golden).firstEntry().getValue()));
    }

    @Test
    void resourcesOfAllVesHaveNoPlaceholdersAndEndWithSwappages() throws IOException {
        var all = read(golden("user_beancounters"));
        List<String> lines = UbcText.bcResources(all).lines().toList();
        assertEquals(2 + 2 * Beancounter.values().length, lines.size());
        assertEquals("Version: 2.5", lines.getFirst());
        assertTrue(lines.get(2).startsWith("      301:  kmemsize  "), lines.get(2));
        assertTrue(lines.get(22).startsWith("            swappages "), lines.get(22));
        assertTrue(lines.get(23).startsWith("        0:  kmemsize  "), lines.get(23));
        assertTrue(lines.stream().noneMatch(line -> line.contains("dummy")));
    }

    @Test
    void everyLineIsOfTheSameLengthEvenAtTheHighestNumbers() {
        UbcRow most =
                new UbcRow(
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE);
        Map<Beancounter, UbcRow> rows = new EnumMap<>(Beancounter.class);
        for (Beancounter resource : Beancounter.values()) {
            rows.put(resource, most);
        }
        SequencedMap<String, Map<Beancounter, UbcRow>> all = new LinkedHashMap<>();
        all.put("2147483644", rows);
        String first = UbcText.userBeancounters(all).lines().skip(3).findFirst().orElseThrow();
        assertEquals(UbcText.LINE_CHARS, first.length());
        UbcText.bcResources(rows)
                .lines()
                .forEach(line -> assertEquals(UbcText.LINE_CHARS, line.length(), line));
    }

    @Test
    void whatTheNodeDoesNotKnowPrintsAsUnusedAndUnbounded() {
        String line = UbcText.bcResources(Map.of()).lines().findFirst().orElseThrow();
        assertEquals(
                "            kmemsize                        0                    0"
                        + "  9223372036854775807  9223372036854775807                    0",
                line);
    }

    @Test
    void anAwkLineThatWatchesFailcntFindsTheRowsInTrouble() throws Exception {
        String script = "$NF ~ /^[0-9]+$/ && $NF > 0 { print $(NF-5), $NF }";
        assertEquals("privvmpages 37\ntcpsndbuf 412\n", awk(script));
    }

    /// The munin plugin's way: the id has its own word in the first row of a block only.
    @Test
    void aReaderThatSplitsAtBlanksAndColonsFindsTheVeOfEachRow() throws Exception {
        String script =
                "NR > 2 { gsub(/:/, \" \"); if (NF == 7) { id = $1; $1 = \"\"; $0 = $0 }"
                        + " if ($1 == \"numproc\") print id, $1, $2, $5 }";
        assertEquals("301 numproc 57 240\n0 numproc 212 9223372036854775807\n", awk(script));
    }

    /// check_ubc and its like compare with barrier and limit as numbers.
    @Test
    void aCheckThatDividesHeldByBarrierComputesTheRightShare() throws Exception {
        String script =
                "NF > 5 && $(NF-5) == \"kmemsize\" && $(NF-2) < 9e18 { printf \"%d%%\\n\","
                        + " 100*$(NF-4)/$(NF-2) }";
        assertEquals("43%\n", awk(script));
    }

    private String awk(String script) throws Exception {
        Path file = directory.resolve("user_beancounters");
        Files.writeString(file, UbcText.userBeancounters(read(golden("user_beancounters"))));
        Process process =
                new ProcessBuilder("awk", script, file.toString())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
