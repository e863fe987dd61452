package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.loop.Hold;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/// `--reason` and `--for`, at a time of the test's own.
class HoldOptionsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00.123456Z");

    @ParameterizedTest
    @CsvSource({
        "1m, PT1M",
        "59m, PT59M",
        "60m, PT1H",
        "1h, PT1H",
        "24h, PT24H",
        "167h, PT167H",
        "168h, PT168H",
        "10080m, PT168H",
        "1d, PT24H",
        "7d, PT168H"
    })
    void aTimeUpToSevenDaysIsTaken(String written, Duration length) throws CommandFailure {
        Hold hold = hold(Map.of(), "--reason", "x", "--for", written);
        assertEquals(NOW, hold.since());
        assertEquals(NOW.plus(length), hold.until());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8d", "169h", "10081m", "99999m", "99999h", "99999d"})
    void oneAboveSevenDaysIsRefusedWithBothEnds(String written) {
        CommandFailure wrong = refused("--reason", "x", "--for", written);
        assertEquals(ExitCode.USAGE, wrong.exitCode());
        String message = String.valueOf(wrong.getMessage());
        assertEquals(
                "from 2026-11-22T14:00:00.123456Z until * is not between 0 and 7 days",
                message.replaceFirst("until \\S+", "until *"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "4", "h", "0h", "00h", "04h", "-4h", "+4h", "4 h", " 4h", "4h ", "4H",
                "4hh", "4s", "4w", "1.5h", "1e1h", "4h30m", "100000m", "٤h", "4h\n", "forever"
            })
    void whatIsNoTimeIsRefusedWithExamplesOfOne(String written) {
        CommandFailure wrong = refused("--reason", "x", "--for=" + written);
        assertEquals(ExitCode.USAGE, wrong.exitCode());
        assertEquals(
                "--for: " + written + " is not a time such as 30m, 4h or 2d", wrong.getMessage());
    }

    @Test
    void aReasonHasOneToTwoHundredCharacters() throws CommandFailure {
        for (String reason : new String[] {"x", "x".repeat(200)}) {
            assertEquals(
                    reason, hold(Map.of(), "--reason", reason, "--for", "1h").reason(), reason);
        }
        for (String reason : new String[] {"", " ", "\t\n", "x".repeat(201)}) {
            CommandFailure wrong = refused("--reason=" + reason, "--for", "1h");
            assertEquals("a reason of 1 to 200 characters is needed", wrong.getMessage());
            assertEquals(ExitCode.USAGE, wrong.exitCode());
        }
    }

    @Test
    void blanksAroundAReasonAreNotPartOfIt() throws CommandFailure {
        assertEquals("by hand", hold(Map.of(), "--reason", "  by hand \n", "--for", "1h").reason());
        assertEquals(
                "x".repeat(200),
                hold(Map.of(), "--reason", " " + "x".repeat(200) + " ", "--for", "1h").reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "bell\u0007x", "esc\u001b[2Jx", "nul\u0000x", "\u009bx"})
    void aReasonThatCouldActOnATerminalIsRefused(String reason) {
        CommandFailure wrong = refused("--reason", reason, "--for", "1h");
        assertEquals("a reason is one line of text", wrong.getMessage());
        assertEquals(ExitCode.USAGE, wrong.exitCode());
    }

    @Test
    void thePersonBehindSudoComesBeforeTheUser() throws CommandFailure {
        String[] words = {"--reason", "x", "--for", "1h"};
        assertEquals("alice", hold(Map.of("SUDO_USER", "alice", "USER", "root"), words).by());
        assertEquals("root", hold(Map.of("USER", "root"), words).by());
        assertEquals(System.getProperty("user.name"), hold(Map.of(), words).by());
    }

    @Test
    void whatPeopleAreToldHasWhoAndUntilWhenAndWhy() throws CommandFailure {
        assertEquals(
                "by alice until 2026-11-22T18:00:00Z: migration by hand",
                hold(Map.of("USER", "alice"), "--reason", "migration by hand", "--for", "4h")
                        .text());
    }

    @ParameterizedTest
    @CsvSource({"--for, 1h, --reason=TEXT", "--reason, x, --for=TIME"})
    void bothAreAskedForByTheirNames(String option, String value, String missing) {
        MissingParameterException wrong =
                assertThrows(MissingParameterException.class, () -> hold(Map.of(), option, value));
        assertEquals("Missing required option: '" + missing + "'", wrong.getMessage());
    }

    private static CommandFailure refused(String... words) {
        return assertThrows(CommandFailure.class, () -> hold(Map.of(), words));
    }

    private static Hold hold(Map<String, String> variables, String... words) throws CommandFailure {
        Surroundings surroundings = new Surroundings(variables, "hn1", false, false);
        Console console =
                new Console(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()),
                        surroundings);
        return CommandLine.populateCommand(new HoldOptions(), words).hold(console, NOW);
    }
}
