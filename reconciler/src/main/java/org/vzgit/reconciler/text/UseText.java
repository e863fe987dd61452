package org.vzgit.reconciler.text;

import java.util.Arrays;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.Headroom;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// What a VE uses of a resource now, beside the limit that is to change: a reviewer sees whether
/// the new limit will hurt.
final class UseText {
    private UseText() {}

    /// For example `held 57 maxheld 93 failcnt 12`; empty where the kernel counts nothing.
    static String of(Change.Update update, String field) {
        String disk = DiskText.use(update.spec(), update.live(), field);
        return !disk.isEmpty() ? disk : ofResource(update, field);
    }

    private static String ofResource(Change.Update update, String field) {
        return resource(field)
                .flatMap(resource ->
                        usage(update.live(), resource)
                                .map(use -> text(use, wanted(update, resource))))
                .orElse("");
    }

    private static Optional<Resource> resource(String field) {
        return Arrays.stream(Resource.values())
                .filter(r -> r.key().equals(field) || r.field().display().equals(field))
                .findFirst();
    }

    private static Optional<Usage> usage(ObservedVe live, Resource resource) {
        return live.cgroup()
                .toOptional()
                .map(ObservedCgroup::usages)
                .flatMap(usages -> Optional.ofNullable(usages.get(resource)));
    }

    private static Limit wanted(Change.Update update, Resource resource) {
        return update.spec().resources().getOrDefault(resource, Limit.NOT_MANAGED);
    }

    private static String text(Usage usage, Limit wanted) {
        StringBuilder text = new StringBuilder();
        append(text, "held", usage.held().toOptional().map(Amount::text));
        append(text, "maxheld", usage.maxheld().toOptional().map(Amount::text));
        append(text, "failcnt", usage.failcnt().toOptional().map(String::valueOf));
        if (usage.maxheld()
                .toOptional()
                .filter(held -> Headroom.isBelow(wanted, held))
                .isPresent()) {
            text.append("  ! below maxheld");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String key, Optional<String> value) {
        value.ifPresent(v -> text.append(text.isEmpty() ? "" : "  ").append(key + " " + v));
    }
}
