package org.vzgit.kernel.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// One running `ve-init launch` and the VE's first process, which it holds.
///
/// Its standard input is the gate: the held process goes on only after the word `go`, and ends when
/// the pipe does, so also when this virtual machine is killed.
final class Launcher implements AutoCloseable {
    /// A launch takes some 10 ms. A machine under heavy load may need seconds, and one that hangs
    /// in a mount would for ever.
    private static final long ANSWER_SECONDS = 30;

    private final Process process;
    private final BufferedReader answers;
    private final String subject;
    private int pid;

    private Launcher(Process process, String subject) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.subject = subject;
    }

    /// Starts the program, hands it what to launch, and waits until everything around the held
    /// process is made.
    ///
    /// @param subject what is launched, for messages: `VE 101`
    static Launcher start(Path program, String spec, String subject) throws OperationFailure {
        try {
            Process process =
                    new ProcessBuilder(program.toString(), "launch")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Launcher launcher = new Launcher(process, subject);
            launcher.say(spec);
            launcher.pid = Integer.parseInt(launcher.answer("launch", "pid "));
            return launcher;
        } catch (IOException e) {
            throw new OperationFailure(
                    FailureKind.BROKEN, "launch " + subject + ": start " + program + ": " + e, e);
        }
    }

    /// The held process, as the host numbers it.
    int pid() {
        return pid;
    }

    /// Whether it still holds its process, of which it is the parent.
    boolean isAlive() {
        return process.isAlive();
    }

    /// Lets the held process become the VE's init; returns when it has been executed.
    void release() throws OperationFailure {
        try {
            say("go\n");
        } catch (IOException e) {
            throw failure(FailureKind.GONE, "release", "the launcher has ended");
        }
        answer("release", "started");
    }

    /// Ends the held process, if it was not released. Waits until it is gone, so that its cgroup
    /// can be removed next.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // The launcher has ended, and the held process with it.
        }
        try {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void say(String words) throws IOException {
        process.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /// Reads the next line, which must begin as given, and gives the rest of it.
    private String answer(String step, String beginning) throws OperationFailure {
        String line = readLine();
        if (line.startsWith(beginning)) {
            return line.substring(beginning.length()).strip();
        }
        process.destroyForcibly();
        throw ProgramFault.of(step + " " + subject, line);
    }

    private String readLine() {
        // A pipe's read has no timeout of its own; ending the process ends it.
        var deadline = CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS);
        var watch = CompletableFuture.runAsync(process::destroyForcibly, deadline);
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        } finally {
            watch.cancel(false);
        }
    }

    private OperationFailure failure(FailureKind kind, String step, String what) {
        return new OperationFailure(kind, step + " " + subject + ": " + what);
    }
}
