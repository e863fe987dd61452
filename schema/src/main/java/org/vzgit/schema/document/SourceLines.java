package org.vzgit.schema.document;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vzgit.schema.Origin;

/// The lines of one revision's files, to show beside what is found in them. A file is cut into
/// lines when it is first asked for: most have no findings. For several threads.
final class SourceLines {
    private final Map<String, SourceFile> files;
    private final Map<String, List<String>> lines = new ConcurrentHashMap<>();

    /// @param files a path that comes twice counts once
    SourceLines(List<SourceFile> files) {
        this.files =
                files.stream()
                        .collect(
                                Collectors.toMap(
                                        SourceFile::path, Function.identity(), (a, _) -> a));
    }

    /// The text of the line, or nothing when there is no such line or file.
    String at(Origin origin) {
        SourceFile file = files.get(origin.path());
        if (file == null) {
            return "";
        }
        List<String> text = lines.computeIfAbsent(file.path(), _ -> file.text().lines().toList());
        return origin.line() <= text.size() ? text.get(origin.line() - 1) : "";
    }
}
