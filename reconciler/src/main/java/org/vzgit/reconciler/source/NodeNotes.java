package org.vzgit.reconciler.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.reconciler.text.SafeText;

/// How commits fared on one node, a few lines for each: `2026-11-22T18:13:07Z success: …`, the
/// newest last.
///
/// @param lines by the full ids of the commits, at most [#COMMITS_MAX]; none is empty
record NodeNotes(SortedMap<String, List<String>> lines) {
    /// Some months of a desired state with a commit a day. All of them are in each push: about 20
    /// KiB.
    static final int COMMITS_MAX = 200;

    /// A VE that falls and is healed, all day, is told by its last ones.
    static final int LINES_MAX = 10;

    /// A status has 140 characters; with its time and state well below this.
    static final int LINE_CHARS_MAX = 200;

    static final NodeNotes NONE = new NodeNotes(new TreeMap<>());

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /// Times of one length, so that they sort as texts.
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ \\S.*");

    private static final int TIME_CHARS = 20;

    /// What somebody else wrote into our ref is dropped, since it is ours alone.
    static NodeNotes of(Map<String, byte[]> files) {
        SortedMap<String, List<String>> lines = new TreeMap<>();
        files.forEach((name, bytes) -> {
            List<String> ours =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(SafeText::of)
                            .filter(NodeNotes::isOurs)
                            .toList();
            if (isCommit(name) && !ours.isEmpty()) {
                lines.put(name, last(ours));
            }
        });
        return bounded(lines);
    }

    static boolean isCommit(String name) {
        return ID.matcher(name).matches();
    }

    private static boolean isOurs(String line) {
        return line.length() <= LINE_CHARS_MAX && LINE.matcher(line).matches();
    }

    /// With one more line; the commit whose last line is the oldest goes where there are too many.
    ///
    /// @return empty when the newest line of the commit says the same already, whenever it was
    ///   written: whoever did not hear that a note was taken writes it again
    Optional<NodeNotes> with(String commit, Instant at, String text) {
        String whole = at.truncatedTo(ChronoUnit.SECONDS) + " " + SafeText.of(text);
        String line = whole.substring(0, Math.min(whole.length(), LINE_CHARS_MAX));
        List<String> now = new ArrayList<>(lines.getOrDefault(commit, List.of()));
        if (!now.isEmpty() && said(now.getLast()).equals(said(line))) {
            return Optional.empty();
        }
        now.add(line);
        SortedMap<String, List<String>> all = new TreeMap<>(lines);
        all.put(commit, last(now));
        return Optional.of(bounded(all));
    }

    private static String said(String line) {
        return line.substring(TIME_CHARS);
    }

    private static List<String> last(List<String> lines) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    }

    private static NodeNotes bounded(SortedMap<String, List<String>> lines) {
        SortedMap<String, List<String>> kept = new TreeMap<>(lines);
        lines.entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getValue().getLast()))
                .limit(Math.max(0, lines.size() - COMMITS_MAX))
                .forEach(oldest -> kept.remove(oldest.getKey()));
        return new NodeNotes(kept);
    }

    /// The newest line of each commit; one whose time is none is not ours.
    Map<String, Note> last() {
        Map<String, Note> last = new TreeMap<>();
        lines.forEach((commit, texts) -> {
            String line = texts.getLast();
            try {
                Instant at = Instant.parse(line.substring(0, TIME_CHARS));
                last.put(commit, new Note(commit, at, said(line).strip()));
            } catch (DateTimeParseException _) {
                // `2026-99-99T…` has the form of a time.
            }
        });
        return last;
    }

    /// As git notes have them: named by the commits that they are about.
    SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        lines.forEach((commit, texts) ->
                files.put(
                        commit,
                        (String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}
