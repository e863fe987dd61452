package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.VeId;

/// One command in many VEs, some at once, with what they say told apart by line.
final class ManyRuns {
    /// The exit code for a VE that could not be joined, as `ve-init join` has it.
    static final int NOT_JOINED = 125;

    /// A longer line is printed in pieces: what a VE says must not fill this machine's memory.
    static final int LINE_MAX = 64 * 1024;

    private final Console console;
    private final Insides.Inside inside;
    private final VeCommand command;
    private final Map<VeId, Integer> codes = new ConcurrentHashMap<>();

    ManyRuns(Console console, Insides.Inside inside, VeCommand command) {
        this.console = console;
        this.inside = inside;
        this.command = command;
    }

    /// @param names of the VEs to run in
    /// @return the highest exit code
    int in(SortedMap<VeId, String> names, int parallel) {
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        try {
            names.forEach((veid, name) -> workers.execute(() -> codes.put(veid, run(veid, name))));
            workers.shutdown();
            // As long as the commands take: they are the caller's.
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            // Interrupts those that wait, which end their commands.
            workers.shutdownNow();
        }
        console.say(summary(names));
        return names.keySet().stream().mapToInt(this::code).max().orElse(0);
    }

    private int run(VeId veid, String name) {
        try {
            Process process = inside.start(veid, command);
            try {
                Thread errors =
                        Thread.ofVirtual()
                                .start(() -> copy(process.getErrorStream(), name, console.err()));
                copy(process.getInputStream(), name, console.out());
                errors.join();
                return process.waitFor();
            } finally {
                process.destroy();
            }
        } catch (OperationFailure failure) {
            line(console.err(), name, String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return NOT_JOINED;
    }

    private static void copy(InputStream from, String name, PrintWriter to) {
        StringBuilder line = new StringBuilder();
        try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                if (next != '\n') {
                    line.append((char) next);
                }
                if (next == '\n' || line.length() == LINE_MAX) {
                    line(to, name, line.toString());
                    line.setLength(0);
                }
            }
        } catch (IOException _) {
            // The command's process was ended: there is no more.
        }
        if (!line.isEmpty()) {
            line(to, name, line.toString());
        }
    }

    /// Whole, whoever else writes. What a VE says is shown, and not obeyed by the terminal.
    private static void line(PrintWriter to, String name, String text) {
        synchronized (to) {
            to.println(name + ": " + SafeText.of(text));
            to.flush();
        }
    }

    private int code(VeId veid) {
        return codes.getOrDefault(veid, NOT_JOINED);
    }

    private String summary(SortedMap<VeId, String> names) {
        SequencedMap<String, Integer> failed = new LinkedHashMap<>();
        names.forEach((veid, name) -> {
            if (code(veid) != 0) {
                failed.put(name, code(veid));
            }
        });
        String counts = names.size() + " VEs: " + (names.size() - failed.size()) + " succeeded";
        return failed.isEmpty()
                ? counts
                : counts
                        + ", "
                        + failed.size()
                        + " failed: "
                        + failed.entrySet().stream()
                                .map(one -> one.getKey() + " " + one.getValue())
                                .collect(Collectors.joining(", "));
    }
}
