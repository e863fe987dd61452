package org.vzgit.reconciler.loop;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeOrder;

/// Gathers what [NodeTurn] needs: the commits that are newer, and what the nodes before this one
/// told of them.
///
/// @param node this one
record NodeQueue(DesiredSource source, SourceLocation.Repository location, NodeName node) {

    /// From now on each look at the source brings along what the nodes before this one tell.
    ///
    /// @return whether one more look is needed to have it
    boolean follow(DesiredState tip) {
        return source.heed(
                before(tip).stream().map(NodeName::value).collect(Collectors.toUnmodifiableSet()));
    }

    /// @param tip the newest commit; its documents say who comes first, so that a commit can change
    ///   an order that does not work
    /// @param known the commit that the node has
    NodeTurn turn(DesiredState tip, String known) throws SourceFailure {
        SortedSet<NodeName> before = before(tip);
        if (before.contains(node)) {
            return NodeTurn.never(node + ", which is itself; commit another order");
        }
        List<NodeName> circle = new NodeOrder(tip.nodes()).circle(node);
        if (!circle.isEmpty()) {
            return NodeTurn.never(
                    circle.get(1)
                            + ", which waits for this node; commit another order, vzgit validate"
                            + " says where");
        }
        SortedMap<NodeName, Map<String, Note>> told = new TreeMap<>();
        for (NodeName one : before) {
            try {
                told.put(one, source.told(location, one.value()));
            } catch (SourceFailure unreadable) {
                // Whoever may push can break a ref of notes; that must not end the healing here.
                return NodeTurn.never(
                        one + ", whose notes are unreadable: " + unreadable.getMessage());
            }
        }
        List<String> newer = source.newer(location, tip.revision().id(), known);
        return NodeTurn.of(newer, told);
    }

    private SortedSet<NodeName> before(DesiredState tip) {
        return new NodeOrder(tip.nodes()).before(node);
    }
}
