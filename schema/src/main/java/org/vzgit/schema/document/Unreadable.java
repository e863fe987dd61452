package org.vzgit.schema.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vzgit.schema.VeId;

/// What can still be told of a text that is no document of ours: which VE it meant, if any.
///
/// @param veid the one veid that the text mentions at the beginning of a line or in a flow mapping
/// @param kind what its `kind:` line says, if it has exactly one
record Unreadable(Optional<VeId> veid, Optional<DocumentKind> kind) {
    private static final Pattern VEID =
            Pattern.compile("(?:^|[{,])[ \\t]*veid:[ \\t]*(\\d{1,10})\\b");
    private static final Pattern KIND = Pattern.compile("^kind:[ \\t]*(\\w{1,20})");

    static Unreadable of(DocumentText source) {
        return new Unreadable(
                only(source, VEID).flatMap(VeidSyntax::read),
                only(source, KIND).flatMap(DocumentKind::named));
    }

    /// Whether the text may have meant a VE of which nothing is known.
    boolean mayBeUnknownVe() {
        return veid.isEmpty() && kind.filter(k -> k != DocumentKind.VE).isEmpty();
    }

    /// Two different veids mean that it is not known which VE this is.
    private static Optional<String> only(DocumentText source, Pattern pattern) {
        List<String> found =
                source.text()
                        .lines()
                        .flatMap(line -> pattern.matcher(line).results())
                        .map(Unreadable::firstGroup)
                        .distinct()
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String firstGroup(MatchResult match) {
        return match.group(1);
    }
}
