package org.vzgit.reconciler.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands as one command line.
public final class Cli {
    /// Set by the launcher script, which can test a stream without a system call of ours: the names
    /// of the standard streams that are terminals.
    private static final String TERMINALS_PROPERTY = "vzgit.terminals";

    private Cli() {}

    /// Runs one command of this process and returns its exit code.
    public static int run(String[] arguments) {
        // Always UTF-8: under LANG=C Java would print `?` for each arrow of a plan.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        String terminals = System.getProperty(TERMINALS_PROPERTY, "");
        Surroundings surroundings =
                new Surroundings(
                        System.getenv(),
                        hostName(),
                        terminals.contains("out"),
                        terminals.contains("err"));
        int code = run(new Console(out, err, surroundings), ThisMachine.ports(), arguments);
        out.flush();
        err.flush();
        return code;
    }

    static int run(Console console, Ports ports, String... arguments) {
        return commandLine(console, ports, List.of(arguments)).execute(arguments);
    }

    private static CommandLine commandLine(Console console, Ports ports, List<String> arguments) {
        Globals globals = new Globals();
        CommandLine root = new CommandLine(new Vzgit(globals));
        new Commands(console, globals, ports).neededFor(arguments).forEach(root::addSubcommand);
        return root.setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, _, _) -> explain(failure, console, globals.verbose))
                .setParameterExceptionHandler((wrong, _) -> usage(wrong, console));
    }

    private static int explain(Exception failure, Console console, boolean verbose) {
        ExitCode code =
                failure instanceof CommandFailure foreseen
                        ? foreseen.exitCode()
                        : ExitCode.TOOL_FAILED;
        String message = failure.getMessage();
        boolean unnamed = message == null || !(failure instanceof CommandFailure);
        console.say("vzgit: " + (unnamed ? failure.toString() : message));
        if (verbose) {
            failure.printStackTrace(console.err());
        }
        console.err().flush();
        return code.code();
    }

    private static int usage(ParameterException wrong, Console console) {
        console.say("vzgit: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, console.err());
        console.say("See " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
    }

    /// The UTS node name, without the name lookup that InetAddress would do.
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "localhost";
        }
    }
}
