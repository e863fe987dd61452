package org.vzgit.reconciler.loop;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;

/// Whether it is a node's turn to take a newer commit. A pure function of the history and of what
/// the nodes that come before it told.
///
/// @param take the newest commit that each of those nodes has carried out, that or a later one;
///   empty when there is none
/// @param reasons why the newest of all is not taken, one for each node that is waited for; empty
///   when it is
record NodeTurn(Optional<String> take, List<String> reasons) {
    NodeTurn {
        reasons = List.copyOf(reasons);
    }

    /// Nothing may be taken.
    static NodeTurn never(String reason) {
        return new NodeTurn(Optional.empty(), List.of(reason));
    }

    /// @param newer commits that the node does not have yet, the newest first, at least one
    /// @param told what each node before this one told last, by commits
    static NodeTurn of(List<String> newer, SortedMap<NodeName, Map<String, Note>> told) {
        List<String> reasons = new ArrayList<>();
        int free = 0;
        for (Map.Entry<NodeName, Map<String, Note>> node : told.entrySet()) {
            int done = newestDone(newer, node.getValue());
            if (done > 0) {
                List<String> undone = newer.subList(0, done);
                reasons.add(node.getKey() + ", " + why(undone, node.getValue()));
            }
            free = Math.max(free, done);
        }
        return new NodeTurn(newer.stream().skip(free).findFirst(), reasons);
    }

    /// Whoever carried out a commit has carried out those behind it.
    ///
    /// @return one above the last when none is
    private static int newestDone(List<String> newer, Map<String, Note> told) {
        for (int i = 0; i < newer.size(); i++) {
            Note note = told.get(newer.get(i));
            if (note != null && note.state().equals(Optional.of(CommitState.SUCCESS))) {
                return i;
            }
        }
        return newer.size();
    }

    private static String why(List<String> undone, Map<String, Note> told) {
        Optional<Note> now =
                undone.stream()
                        .flatMap(commit -> Optional.ofNullable(told.get(commit)).stream())
                        .findFirst();
        if (now.isPresent()) {
            Note note = now.get();
            String said =
                    shortId(note.commit()) + " at " + seconds(note) + " (" + note.text() + ")";
            return note.state().equals(Optional.of(CommitState.FAILURE))
                    ? "which failed with " + said + "; mend it there, or commit what works"
                    : "which began " + said + "; vzgit doctor there says what it does";
        }
        return told.values().stream()
                .max((one, other) -> one.at().compareTo(other.at()))
                .map(last ->
                        "which has not told of "
                                + shortId(undone.getLast())
                                + " and was heard of last at "
                                + seconds(last)
                                + "; vzgit doctor there says why")
                .orElse("which never told anything; its agent needs --notes");
    }

    private static String seconds(Note note) {
        return note.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String shortId(String commit) {
        return new Revision(commit, "").shortId();
    }
}
