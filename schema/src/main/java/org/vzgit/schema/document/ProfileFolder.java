package org.vzgit.schema.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vzgit.schema.DiagnosticCode;

/// Folds profiles: in their order, later over earlier, a profile over those that it links to.
final class ProfileFolder {
    private final Map<String, ProfileDocument> profiles;
    private final Findings findings;
    private final Map<String, Fields> folded = new HashMap<>();
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

    private Fields fold(Link link) {
        Fields known = folded.get(link.name());
        if (known != null) {
            return known;
        }
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
        if (open.size() >= InputBounds.PROFILE_DEPTH_MAX) {
            return refuse(
                    DiagnosticCode.TOO_LARGE,
                    link,
                    "profiles link through more than " + InputBounds.PROFILE_DEPTH_MAX,
                    "");
        }
        return fold(link.name(), profile);
    }

    private Fields fold(String name, ProfileDocument profile) {
        open.addLast(name);
        Fields fields = fold(profile.profiles()).under(profile.fields());
        open.removeLast();
        Fields result = profile.sound() ? fields : fields.unsound();
        folded.put(name, result);
        return result;
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
