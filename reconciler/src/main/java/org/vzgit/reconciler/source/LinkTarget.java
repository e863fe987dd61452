package org.vzgit.reconciler.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Where a symbolic link leads, by its text alone. Links are never followed; but one that may stand
/// for a directory of documents has to be told: its VEs would look as if they were removed.
final class LinkTarget {
    private LinkTarget() {}

    /// @param link path of the link from the root of the desired state
    /// @param target its text
    /// @return the path that it names, from the same root; empty when it leads out of it
    static Optional<String> within(String link, String target) {
        if (target.startsWith("/") || target.isEmpty()) {
            return Optional.empty();
        }
        Deque<String> path = new ArrayDeque<>();
        int slash = link.lastIndexOf('/');
        for (String part : (link.substring(0, slash + 1) + target).split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> {
                    if (path.pollLast() == null) {
                        return Optional.empty();
                    }
                }
                default -> path.addLast(part);
            }
        }
        return path.isEmpty() ? Optional.empty() : Optional.of(String.join("/", path));
    }
}
