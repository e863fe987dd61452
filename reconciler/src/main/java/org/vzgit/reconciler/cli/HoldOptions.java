package org.vzgit.reconciler.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.reconciler.loop.Hold;
import picocli.CommandLine.Option;

/// Why something is to be left as it is, and for how long. Both are asked for: nobody dares to
/// touch what was suspended without them.
final class HoldOptions {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

    private static final Map<String, ChronoUnit> UNITS =
            Map.of("m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Shown to everybody whose change waits.")
    private String reason = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            required = true,
            description = "30m, 4h, 2d; at most 7d. It ends by itself.")
    private String length = "";

    Hold hold(Console console, Instant now) throws CommandFailure {
        Matcher matcher = LENGTH.matcher(length);
        if (!matcher.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--for: " + length + " is not a time such as 30m, 4h or 2d");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time = Duration.of(number, UNITS.getOrDefault(matcher.group(2), ChronoUnit.DAYS));
        try {
            return new Hold(who(console), reason, now, now.plus(time));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /// The person behind sudo, if there is one.
    private static String who(Console console) {
        Map<String, String> variables = console.surroundings().variables();
        return variables.getOrDefault(
                "SUDO_USER", variables.getOrDefault("USER", System.getProperty("user.name", "?")));
    }
}
