package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A repository made with the git program, so that what we read was not written by the library that
/// reads it.
public record TestRepository(Path path) {
    public static TestRepository withWorkTree(Path path) throws IOException {
        Files.createDirectories(path);
        TestRepository repository = new TestRepository(path);
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    public static TestRepository bareCloneOf(TestRepository other, Path path) throws IOException {
        other.git("clone", "-q", "--bare", other.path().toString(), path.toString());
        return new TestRepository(path);
    }

    /// Writes files, `path, text, path, text…`, and commits everything.
    ///
    /// @return the commit's id
    public String commit(String... files) throws IOException {
        for (int i = 0; i < files.length; i += 2) {
            write(files[i], files[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "change");
        return git("rev-parse", "HEAD");
    }

    public void write(String file, byte[] content) throws IOException {
        Path target = path.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, content);
    }

    /// Runs git here, untouched by whatever configuration the machine has.
    public String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada Admin");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@example.org");
        }
        try {
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + output);
            }
            return output.strip();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(command + " interrupted", stopped);
        }
    }
}
