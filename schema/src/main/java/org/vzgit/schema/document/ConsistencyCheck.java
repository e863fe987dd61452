package org.vzgit.schema.document;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.Severity;
import org.vzgit.schema.VeField;
import org.vzgit.schema.check.Bounds;
import org.vzgit.schema.check.Concern;
import org.vzgit.schema.check.Consistency;

/// Holds the beancounters of one document, with its profiles folded in, against [Consistency], and
/// finds the place of each concern.
///
/// A concern between values of several documents stands in the document's own text where it can:
/// the profile may be right for all others that link to it.
///
/// @param own what the document says itself
/// @param all with its profiles
record ConsistencyCheck(Fields own, Fields all) {

    /// A VE on a node.
    ///
    /// @return whether nothing is wrong that would break the VE
    boolean ve(Capacity node, Findings findings) {
        return check(node, true, findings);
    }

    /// A profile, in which VEs may fill what is missing.
    void profile(Findings findings) {
        check(Capacity.UNKNOWN, false, findings);
    }

    private boolean check(Capacity node, boolean whole, Findings findings) {
        boolean sound = true;
        for (Concern concern :
                Consistency.of(new Bounds(beancounters(), avnumproc(), node, whole))) {
            sound &= concern.code().severity() != Severity.ERROR;
            place(concern)
                    .ifPresent(at ->
                            findings.add(concern.code(), at, concern.message(), concern.hint()));
        }
        return sound;
    }

    private Map<Beancounter, BarrierLimit> beancounters() {
        Map<Beancounter, BarrierLimit> bounds = new EnumMap<>(Beancounter.class);
        all.settings()
                .forEach((field, setting) -> {
                    Optional<Beancounter> beancounter = FieldSyntax.beancounterOf(field);
                    if (beancounter.isPresent()
                            && setting.value() instanceof FieldValue.Bounds(BarrierLimit both)) {
                        bounds.put(beancounter.get(), both);
                    }
                });
        return bounds;
    }

    private OptionalLong avnumproc() {
        return all.get(VeField.AVNUMPROC).map(Setting::value).orElse(new FieldValue.NotYet(""))
                        instanceof FieldValue.Single(Limit.Value(Count(long processes)))
                ? OptionalLong.of(processes)
                : OptionalLong.empty();
    }

    private Optional<Span> place(Concern concern) {
        return Stream.concat(places(own, concern), places(all, concern)).findFirst();
    }

    private static Stream<Span> places(Fields fields, Concern concern) {
        return concern.about().stream()
                .flatMap(beancounter ->
                        fields.settings().entrySet().stream()
                                .filter(entry ->
                                        FieldSyntax.beancounterOf(entry.getKey())
                                                .filter(beancounter::equals)
                                                .isPresent())
                                .map(entry -> entry.getValue().at()));
    }
}
