package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Features;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What `--help` teaches is held against what the commands really take.
class CommandHelpTest {
    private static final int WIDTH_MAX = 100;

    /// A word of a shell: quoted or plain.
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Ports ports =
            new Ports(
                    _ -> kernel(),
                    _ -> kernel(),
                    _ -> {
                        throw new AssertionError("help runs nothing in a VE");
                    },
                    Path.of("/nonexistent/vzgit.conf"));

    static Stream<String> everyCommand() {
        return new CommandHelpTest().root().getSubcommands().keySet().stream().sorted();
    }

    static Stream<String> listedCommands() {
        return everyCommand().filter(name -> !command(name).usageMessage().hidden());
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void helpEndsWellAndSaysHowToCallIt(String name) {
        assertEquals(0, run(name, "--help"));
        assertEquals("", err.toString());
        assertTrue(out.toString().startsWith("Usage: vzgit " + name), out.toString());
        assertTrue(out.toString().endsWith("\n"), out.toString());
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run(name, "-h"));
        assertEquals(help, out.toString(), "-h is --help");
    }

    @ParameterizedTest
    @MethodSource("listedCommands")
    void everyExampleIsACommandLineThatIsUnderstood(String name) {
        List<List<String>> examples = examples(name);
        assertFalse(examples.isEmpty(), "vzgit " + name + " --help has no example");
        assertTrue(
                examples.stream().anyMatch(words -> words.getFirst().equals(name)),
                examples.toString());
        for (List<String> words : examples) {
            CommandLine.ParseResult parsed = root().parseArgs(words.toArray(String[]::new));
            assertEquals(
                    words.getFirst(), parsed.subcommand().commandSpec().name(), words.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("listedCommands")
    void theFirstLineSaysWhatItIsForInOneSentence(String name) {
        String[] description = command(name).usageMessage().description();
        assertTrue(description.length > 0, name);
        assertTrue(description[0].matches("[A-Z].{10,}[.]"), description[0]);
    }

    @ParameterizedTest
    @MethodSource("listedCommands")
    void everyOptionAndWordIsDescribed(String name) {
        for (ArgSpec argument : command(name).args()) {
            String text = String.join(" ", argument.description());
            assertTrue(text.matches("[A-Za-z0-9`].*[.)]"), argument + ": " + text);
            if (argument instanceof PositionalParamSpec || takesAValue(argument)) {
                assertTrue(
                        argument.paramLabel().matches("[A-Z\\[\\],:=|-]+"),
                        argument + ": " + argument.paramLabel());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void noOptionIsThereTwiceAndEachHasALongName(String name) {
        Set<String> seen = new HashSet<>();
        for (OptionSpec option : command(name).options()) {
            assertTrue(
                    Arrays.stream(option.names()).anyMatch(one -> one.startsWith("--"))
                            || option.names()[0].length() == 2,
                    Arrays.toString(option.names()));
            for (String one : option.names()) {
                assertTrue(seen.add(one), one);
            }
        }
        assertTrue(
                seen.containsAll(
                        List.of("--home", "--color", "-q", "--quiet", "--verbose", "-h", "--help")),
                name + ": " + seen);
    }

    @ParameterizedTest
    @MethodSource("listedCommands")
    void helpFitsATerminal(String name) {
        run(name, "--help");
        assertEquals(
                List.of(),
                out.toString().lines().filter(line -> line.length() > WIDTH_MAX).toList());
        assertFalse(out.toString().contains("\t"));
        assertFalse(out.toString().contains("${"), "a default that was not filled in");
        assertFalse(out.toString().contains("@|"), "markup that was not rendered");
    }

    @ParameterizedTest
    @MethodSource("listedCommands")
    void theRootNamesItWithThatSentence(String name) {
        run("--help");
        String row =
                out.toString()
                        .lines()
                        .filter(line -> line.startsWith("  " + name + " "))
                        .findFirst()
                        .orElseThrow();
        String sentence = command(name).usageMessage().description()[0];
        String begin = row.substring(2 + name.length()).strip();
        assertTrue(sentence.startsWith(begin), row);
    }

    @Test
    void hiddenCommandsAreNotListedButCanBeAsked() {
        run("--help");
        String root = out.toString();
        List<String> hidden =
                everyCommand().filter(name -> command(name).usageMessage().hidden()).toList();
        assertEquals(List.of("train", "wipe"), hidden);
        hidden.forEach(name -> assertFalse(root.contains("\n  " + name), name));
    }

    @Test
    void theRootTeachesFirstStepsThatAreUnderstood() {
        assertEquals(0, run("--help"));
        String steps = out.toString().substring(out.toString().indexOf("First steps:"));
        List<List<String>> lines = commandsIn(steps);
        assertEquals(
                List.of("validate", "plan", "apply", "status"),
                lines.stream().map(List::getFirst).limit(4).toList());
        lines.forEach(words -> root().parseArgs(words.toArray(String[]::new)));
        assertTrue(steps.contains("Exit codes: vzgit explain exit-codes"), steps);
    }

    /// Only the command that is asked for is made, which must not change what it prints.
    @ParameterizedTest
    @MethodSource("everyCommand")
    void helpIsTheSameWhereAGlobalOptionStandsFirst(String name) {
        run(name, "--help");
        String alone = out.toString();
        out.getBuffer().setLength(0);
        run("-q", name, "--help");
        assertEquals(alone, out.toString());
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void anUnknownOptionIsNamedAndHelpIsOffered(String name) {
        assertEquals(64, run(name, "--no-such-option"));
        assertEquals("", out.toString());
        List<String> lines = err.toString().lines().toList();
        assertTrue(lines.getFirst().startsWith("vzgit: "), err.toString());
        assertEquals("See vzgit " + name + " --help", lines.getLast());
    }

    private static boolean takesAValue(ArgSpec argument) {
        return argument.arity().max() > 0;
    }

    private List<List<String>> examples(String name) {
        run(name, "--help");
        String help = out.toString();
        out.getBuffer().setLength(0);
        Matcher heading = Pattern.compile("(?m)^Examples?:$").matcher(help);
        assertTrue(heading.find(), help);
        return commandsIn(help.substring(heading.end()));
    }

    /// What stands after each `vzgit`, up to what only the shell reads.
    private static List<List<String>> commandsIn(String text) {
        List<List<String>> commands = new ArrayList<>();
        for (String line : text.lines().toList()) {
            for (String part : line.split("&&|[|>;()]")) {
                List<String> words = words(part);
                int start = words.indexOf("vzgit");
                if (start >= 0 && Character.isWhitespace(line.charAt(0))) {
                    commands.add(words.subList(start + 1, words.size()));
                }
            }
        }
        return commands;
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word ->
                        Stream.of(1, 2, 3)
                                .map(word::group)
                                .filter(text -> text != null)
                                .findFirst()
                                .orElseThrow())
                .toList();
    }

    private static CommandSpec command(String name) {
        return Objects.requireNonNull(new CommandHelpTest().root().getSubcommands().get(name))
                .getCommandSpec();
    }

    private CommandLine root() {
        Globals globals = new Globals();
        CommandLine root = new CommandLine(new Vzgit(globals));
        new Commands(console(), globals, ports).neededFor(List.of()).forEach(root::addSubcommand);
        return root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private int run(String... words) {
        return Cli.run(console(), ports, words);
    }

    private Console console() {
        Surroundings surroundings = new Surroundings(Map.of(), "hn1", false, false);
        return new Console(new PrintWriter(out), new PrintWriter(err), surroundings);
    }

    private static SimulatedKernel kernel() {
        return new SimulatedKernel(new Features("6.18.0", Map.of(), 1), Map.of());
    }
}
