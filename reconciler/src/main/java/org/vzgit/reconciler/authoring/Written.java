package org.vzgit.reconciler.authoring;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound as it stands in a line of a document, so that it can be replaced and nothing else.
///
/// @param before what stands before it in the line
/// @param bound the text that is the enforced bound
/// @param after the rest of the line
record Written(String before, String bound, String after) {
    private static final Pattern SCALAR =
            Pattern.compile("(?<open>[\"']?)(?<text>[0-9][0-9A-Za-z.:]*)(?<close>[\"']?)");

    /// @param column of the value, from 1
    /// @param second whether the bound behind the colon is the enforced one, where there are two
    /// @return empty where no plain value stands, such as a mapping of barrier and limit
    static Optional<Written> at(String line, int column, boolean second) {
        Matcher scalar = SCALAR.matcher(line);
        if (column > line.length()
                || !scalar.region(column - 1, line.length()).lookingAt()
                || !scalar.group("open").equals(scalar.group("close"))) {
            return Optional.empty();
        }
        int from = scalar.start("text");
        int to = scalar.end("text");
        int colon = line.substring(from, to).indexOf(':');
        int begin = colon >= 0 && second ? from + colon + 1 : from;
        int end = colon >= 0 && !second ? from + colon : to;
        return Optional.of(
                new Written(
                        line.substring(0, begin), line.substring(begin, end), line.substring(end)));
    }

    String with(String other) {
        return before + other + after;
    }
}
