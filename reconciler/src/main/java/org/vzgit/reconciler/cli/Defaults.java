package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.NodeName;

/// The target that commands take when their options name none: what the administrator wrote, or
/// else what was applied last.
///
/// Both are files of `key = value` lines with the keys `repo`, `rev`, `subdir`, `dir` and `node`.
///
/// @param location empty when nobody has said yet
record Defaults(Optional<SourceLocation> location, Optional<NodeName> node) {
    private static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty());

    /// A home other than the default one is somebody's test or demo, which the administrator's
    /// settings are not about.
    static Defaults of(NodeHome home, Path configuration) throws CommandFailure {
        if (home.equals(NodeHome.DEFAULT)) {
            Optional<Defaults> written = read(configuration);
            if (written.isPresent()) {
                return written.get();
            }
        }
        return read(remembered(home)).orElse(NONE);
    }

    /// Replaces what is remembered, atomically. Nothing is written when it is the same already.
    void remember(NodeHome home) throws CommandFailure {
        Path file = remembered(home);
        try {
            if (read(file).filter(this::equals).isPresent()) {
                return;
            }
            Files.createDirectories(home.state());
            AtomicFile.replaceDurably(file, text());
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED,
                    "remember the source in " + file + ": " + failure,
                    failure);
        }
    }

    private static Path remembered(NodeHome home) {
        return home.state().resolve("source");
    }

    private static Optional<Defaults> read(Path file) throws CommandFailure {
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static Defaults parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (!line.isBlank() && !line.startsWith("#")) {
                if (equals < 0) {
                    throw new IllegalArgumentException("no key = value: " + line);
                }
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return new Defaults(
                location(values), Optional.ofNullable(values.get("node")).map(NodeName::new));
    }

    private static Optional<SourceLocation> location(Map<String, String> values) {
        if (values.containsKey("dir")) {
            return Optional.of(SourceLocation.directory(Path.of(values.get("dir"))));
        }
        return Optional.ofNullable(values.get("repo"))
                .map(url ->
                        new SourceLocation.Repository(
                                url,
                                values.getOrDefault("rev", "HEAD"),
                                values.getOrDefault("subdir", "")));
    }

    private String text() {
        StringBuilder text = new StringBuilder("# What was applied last; vzgit apply writes it.\n");
        location.ifPresent(where -> {
            switch (where) {
                case SourceLocation.Directory(Path path) -> append(text, "dir", path + "");
                case SourceLocation.Repository repository -> {
                    append(text, "repo", repository.url());
                    append(text, "rev", repository.revision());
                    append(text, "subdir", repository.subdirectory());
                }
            }
        });
        node.ifPresent(name -> append(text, "node", name.toString()));
        return text.toString();
    }

    private static void append(StringBuilder text, String key, String value) {
        text.append(key).append(" = ").append(value).append('\n');
    }
}
