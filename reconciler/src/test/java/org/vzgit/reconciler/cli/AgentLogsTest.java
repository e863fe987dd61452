package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.sys.NodeHome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the agent says, with texts that others wrote: servers, kernels, authors of commits.
class AgentLogsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /// journald breaks longer lines (LineMax= of journald.conf(5)).
    private static final int LINE_MAX = 48 * 1024;

    @TempDir Path directory;
    private final StringWriter err = new StringWriter();

    private JsonLog json() {
        return new JsonLog(console(), NodeHome.below(directory), InstantSource.fixed(NOW));
    }

    private AgentLog text() {
        return new AgentLog(console(), NodeHome.below(directory));
    }

    private Console console() {
        StringWriter out = new StringWriter();
        var surroundings = new Surroundings(Map.of(), "hn1", false, false);
        return new Console(new PrintWriter(out), new PrintWriter(err), surroundings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "carriage\r{\"event\":\"applied\"}",
                "x\"}\n{\"event\":\"applied\",\"converged\":true}",
                "\u001b[2J\u001b[31mred",
                "c1 \u009b31m",
                "next\u0085line \u2028 separator \u2029",
                "bidi \u202e evil \u2066",
                "nul \u0000 del \u007f",
                "half a pair \ud800",
            })
    void hostileTextIsOneLineThatActsOnNothing(String hostile) {
        List<Consumer<AgentVoice>> said =
                List.of(
                        voice -> voice.forgeFailed(hostile, hostile),
                        voice -> voice.forgeRecovered(hostile),
                        voice -> voice.passFailed(new IllegalStateException(hostile)));
        for (Consumer<AgentVoice> one : said) {
            JsonNode line = JsonMapper.shared().readTree(onlyLine(() -> one.accept(json())));
            assertEquals(NOW.toString(), line.path("time").asString(""));
            assertFalse(line.path("event").asString("").equals("applied"), line.toString());
            onlyLine(() -> one.accept(text()));
        }
    }

    @Test
    void lineIsShorterThanWhatJournaldTakesWhateverIsInIt() {
        for (String unit : List.of("x", "\"", "\\", "\u0001", "\u20ac", "\ud83d\ude00", "\n")) {
            String long1 = unit.repeat(200_000 / unit.length());
            String line = onlyLine(() -> json().forgeFailed(long1, long1));
            int bytes = line.getBytes(StandardCharsets.UTF_8).length;
            // A line has up to five such values, and this one two.
            assertTrue(bytes * 5 / 2 < LINE_MAX, unit + ": " + bytes);
            JsonMapper.shared().readTree(line);
            assertTrue(onlyLine(() -> text().forgeFailed("w", long1)).length() < LINE_MAX);
        }
    }

    @Test
    void valueAtTheLimitIsWholeAndOneCharacterMoreIsCutWithAMark() {
        assertEquals("x".repeat(JsonLog.VALUE_MAX), told("x".repeat(JsonLog.VALUE_MAX)));
        assertEquals(
                "x".repeat(JsonLog.VALUE_MAX - 1) + "…", told("x".repeat(JsonLog.VALUE_MAX + 1)));
    }

    @Test
    void cutNeverDividesACharacter() {
        String told = told("x" + "\ud83d\ude00".repeat(JsonLog.VALUE_MAX));
        assertTrue(told.endsWith("\ude00…"), told.substring(told.length() - 3));
        assertTrue(told.length() <= JsonLog.VALUE_MAX);
    }

    @Test
    void addressIsToldAsOneEvent() {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9180);
        JsonNode line = JsonMapper.shared().readTree(onlyLine(() -> json().listening(address)));
        assertEquals("listening", line.path("event").asString(""));
        assertEquals("/127.0.0.1:9180", line.path("address").asString(""));
        assertEquals("listening on /127.0.0.1:9180", onlyLine(() -> text().listening(address)));
    }

    private String told(String message) {
        String line = onlyLine(() -> json().forgeFailed("status", message));
        return JsonMapper.shared().readTree(line).path("message").asString("");
    }

    /// What was said, if it is a single line without anything that a terminal would follow.
    private String onlyLine(Runnable saying) {
        err.getBuffer().setLength(0);
        saying.run();
        String said = err.toString();
        assertTrue(said.endsWith("\n"), said);
        String line = said.substring(0, said.length() - 1);
        assertFalse(
                line.codePoints()
                        .anyMatch(c ->
                                Character.isISOControl(c)
                                        || (c >= 0x2028 && c <= 0x202e)
                                        || (c >= 0x2066 && c <= 0x2069)),
                line);
        return line;
    }
}
