package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Reads what a program says, line by line, in bounded memory: what it runs was written by others.
final class LastWords {
    /// What is told of a failure: a script's error with what it was about.
    static final int LINES = 10;

    /// As wide as a message of a package manager gets; the rest of a longer line is dropped.
    static final int LINE_CHARS = 500;

    /// Half an hour of a package manager is some ten thousand lines. A program that says more is
    /// read to its end and not repeated.
    static final int TOLD_LINES_MAX = 50_000;

    private final Deque<String> last = new ArrayDeque<>();
    private final Consumer<String> progress;
    private int told;

    LastWords(Consumer<String> progress) {
        this.progress = progress;
    }

    /// To the end of the stream; an error ends it too, because the program's exit code says more.
    void read(InputStream output) {
        StringBuilder line = new StringBuilder();
        try (Reader in = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    add(line, buffer[i]);
                }
            }
        } catch (IOException _) {
            // The program was ended.
        }
        if (!line.isEmpty()) {
            end(line);
        }
    }

    /// A carriage return ends a line too: it is how progress is painted.
    private void add(StringBuilder line, char next) {
        if (next == '\n' || next == '\r') {
            if (!line.isEmpty()) {
                end(line);
            }
        } else if (line.length() < LINE_CHARS) {
            line.append(next);
        }
    }

    private void end(StringBuilder line) {
        String text = line.toString();
        line.setLength(0);
        if (told++ < TOLD_LINES_MAX) {
            progress.accept(text);
        }
        synchronized (last) {
            last.add(text);
            if (last.size() > LINES) {
                last.removeFirst();
            }
        }
    }

    String text() {
        synchronized (last) {
            return last.isEmpty() ? "it ended without a word" : String.join("; ", last);
        }
    }
}
