package org.vzgit.schema.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vzgit.schema.DiagnosticCode;

/// Folds profiles: in their order, later over earlier, a profile over those that it links to.
final class ProfileFolder {
    /// @param depth how many profiles the longest chain from here has, this one included
    private record Folded(Fields fields, int depth) {}

    private final Map<String, ProfileDocument> profiles;
    private final Findings findings;
    private final Map<String, Folded> folded = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    ProfileFolder(Map<String, ProfileDocument> profiles, Findings findings) {
        this.profiles = profiles;
        this.findings = findings;
    }

    /// The fields that the links give, not sound when any profile on the way is broken or missing.
    Fields fold(List<Link> links) {
        Fields fields = Fields.NONE;
        for (Link link : links) {
            fields = fields.under(fold(link));
        }
        return fields;
    }

    /// The fields of one profile with those that it links to.
    Fields fold(Link link) {
        ProfileDocument profile = profiles.get(link.name());
        if (profile == null) {
            return refuse(
                    DiagnosticCode.UNKNOWN_PROFILE,
                    link,
                    "no profile " + Quantity.quote(link.name()),
                    Suggestion.didYouMean(link.name(), profiles.keySet()));
        }
        if (open.contains(link.name())) {
            return refuse(DiagnosticCode.PROFILE_CYCLE, link, cycle(link.name()), "");
        }
        Folded known = folded.get(link.name());
        int below = known == null ? 1 : known.depth();
        if (open.size() + below > InputBounds.PROFILE_DEPTH_MAX) {
            return refuse(
                    DiagnosticCode.TOO_LARGE,
                    link,
                    "more than " + InputBounds.PROFILE_DEPTH_MAX + " profiles in a chain",
                    "");
        }
        return known == null ? fold(link.name(), profile) : known.fields();
    }

    private Fields fold(String name, ProfileDocument profile) {
        open.addLast(name);
        Fields fields = fold(profile.profiles()).under(profile.fields());
        open.removeLast();
        Fields result = profile.sound() ? fields : fields.unsound();
        folded.put(name, new Folded(result, 1 + depthBelow(profile)));
        return result;
    }

    private int depthBelow(ProfileDocument profile) {
        return profile.profiles().stream()
                .map(link -> folded.get(link.name()))
                .filter(Objects::nonNull)
                .mapToInt(Folded::depth)
                .max()
                .orElse(0);
    }

    private Fields refuse(DiagnosticCode code, Link link, String message, String hint) {
        findings.add(code, link.at(), message, hint);
        return Fields.NONE.unsound();
    }

    private String cycle(String name) {
        List<String> path = open.stream().dropWhile(n -> !n.equals(name)).toList();
        return "profile cycle: " + String.join(" -> ", path) + " -> " + name;
    }
}
