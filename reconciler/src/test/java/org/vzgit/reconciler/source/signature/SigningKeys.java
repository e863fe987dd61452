package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Keys and signed commits made with the real programs: ssh-keygen, gpg and git.
public final class SigningKeys implements AutoCloseable {
    private static final String WHEN = "2026-03-01T12:00:00Z";

    private final Path directory;

    /// @param directory the test's own; short, gpg makes sockets below it
    public SigningKeys(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /// @return the public key, `ssh-ed25519 AAAA…`
    public String ssh(String name) throws IOException {
        return ssh(name, "ed25519");
    }

    public String ssh(String name, String type) throws IOException {
        run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", path(name).toString());
        return Files.readString(path(name + ".pub")).strip();
    }

    /// @return the public key, armoured
    public String openPgp(String name, String algorithm, String expires) throws IOException {
        gpg("--quick-gen-key", name + " <" + name + "@example.org>", algorithm, "sign", expires);
        return exported(name);
    }

    public String exported(String name) throws IOException {
        return gpg("--armor", "--export", name + "@example.org");
    }

    public String gpg(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("gpg", "--batch", "--yes", "--quiet", "--passphrase", ""));
        command.addAll(List.of("--pinentry-mode", "loopback"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    /// The options of git that make it sign with an SSH key.
    public List<String> signingWithSsh(String name) {
        return List.of(
                "-c", "gpg.format=ssh", "-c", "user.signingkey=" + path(name), "commit", "-S");
    }

    public List<String> signingWithOpenPgp(String name) {
        return List.of("-c", "user.signingkey=" + name + "@example.org", "commit", "-S");
    }

    /// Runs a program with these keys, at a fixed time for git.
    public String run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(false);
        builder.redirectError(path("stderr").toFile());
        builder.environment().put("GNUPGHOME", directory.toString());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        builder.environment().remove("SSH_AUTH_SOCK");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada Admin");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@example.org");
            builder.environment().putIfAbsent("GIT_" + who + "_DATE", WHEN);
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(
                        String.join(" ", command) + ": " + Files.readString(path("stderr")));
            }
            return out;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    /// Ends the agent that gpg started for these keys.
    @Override
    public void close() throws IOException {
        run("gpgconf", "--kill", "all");
    }
}
