package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.Origin;
import org.vzgit.schema.document.SourceFile;

/// Changed lines of documents as a unified diff with paths below the desired state.
final class Patch {
    /// As `git diff` does it.
    private static final int CONTEXT = 3;

    private final Map<String, List<String>> before = new HashMap<>();
    private final SortedMap<String, SortedMap<Integer, SortedMap<Integer, Edit>>> changed =
            new TreeMap<>();
    private final Map<String, Boolean> endsWithNewline = new HashMap<>();

    Patch(List<SourceFile> files) {
        for (SourceFile file : files) {
            before.put(file.path(), List.of(file.text().split("\n", -1)));
            endsWithNewline.put(file.path(), file.text().endsWith("\n"));
        }
    }

    /// Replaces the enforced bound of a value.
    ///
    /// @param at where the value stands in the text as it was
    /// @param second whether the bound behind the colon is the enforced one, where there are two
    /// @return whether a plain value stands there
    boolean replace(Origin at, String value, boolean second) {
        List<String> lines = before.getOrDefault(at.path(), List.of());
        boolean possible =
                at.line() <= lines.size()
                        && Written.at(lines.get(at.line() - 1), at.column(), second).isPresent();
        if (possible) {
            changed.computeIfAbsent(at.path(), _ -> new TreeMap<>())
                    .computeIfAbsent(at.line(), _ -> new TreeMap<>(Comparator.reverseOrder()))
                    .put(at.column(), new Edit(value, second));
        }
        return possible;
    }

    private record Edit(String value, boolean second) {}

    /// From right to left, because columns are those of the line as it was.
    private static String edited(String line, SortedMap<Integer, Edit> edits) {
        String result = line;
        for (var edit : edits.entrySet()) {
            result =
                    Written.at(result, edit.getKey(), edit.getValue().second())
                            .orElseThrow()
                            .with(edit.getValue().value());
        }
        return result;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        changed.forEach((path, lines) -> {
            text.append("diff --git a/%1$s b/%1$s\n--- a/%1$s\n+++ b/%1$s\n".formatted(path));
            hunks(path, lines).forEach(text::append);
        });
        return text.toString();
    }

    private List<String> hunks(String path, SortedMap<Integer, SortedMap<Integer, Edit>> lines) {
        List<String> all = before.getOrDefault(path, List.of());
        int last = endsWithNewline.getOrDefault(path, true) ? all.size() - 1 : all.size();
        List<String> hunks = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int line : lines.keySet()) {
            if (line - CONTEXT > to + 1 && to > 0) {
                hunks.add(hunk(all, lines, from, to));
                to = 0;
            }
            from = to == 0 ? Math.max(1, line - CONTEXT) : from;
            to = Math.min(last, line + CONTEXT);
        }
        hunks.add(hunk(all, lines, from, to));
        return hunks;
    }

    private static String hunk(
            List<String> all,
            SortedMap<Integer, SortedMap<Integer, Edit>> lines,
            int from,
            int to) {
        int count = to - from + 1;
        StringBuilder hunk =
                new StringBuilder("@@ -%1$d,%2$d +%1$d,%2$d @@\n".formatted(from, count));
        for (int line = from; line <= to; line++) {
            String old = all.get(line - 1);
            SortedMap<Integer, Edit> edits = lines.get(line);
            if (edits == null) {
                hunk.append(' ').append(old).append('\n');
            } else {
                hunk.append('-')
                        .append(old)
                        .append('\n')
                        .append('+')
                        .append(edited(old, edits))
                        .append('\n');
            }
        }
        return hunk.toString();
    }
}
