package org.vzgit.reconciler.review;

import java.util.Optional;
import java.util.stream.Stream;
import org.vzgit.schema.DiagnosticCode;

/// One sentence for each code that a review can print.
public final class RuleText {
    private RuleText() {}

    /// For a code that [#find] does not know, the code itself.
    static String of(String code) {
        return Stream.of(DiagnosticCode.values())
                .filter(known -> known.id().equals(code))
                .map(DiagnosticCode::title)
                .findFirst()
                .or(() -> find(code))
                .orElse(code);
    }

    /// The codes of changes; those of documents and refusals are explained elsewhere.
    public static Optional<String> find(String code) {
        return switch (code) {
            case ReviewFindings.CUT_BELOW_HELD ->
                    Optional.of(
                            "A limit below what the VE uses now. Refused until the head commit has"
                                    + " the trailer "
                                    + AllowedCuts.TRAILER
                                    + ": VE/RESOURCE.");
            case ReviewFindings.CUT_BELOW_MAXHELD ->
                    Optional.of("A limit below the highest use that the VE has had.");
            case ReviewFindings.CUT_ALLOWED ->
                    Optional.of("A limit below what the VE uses now, allowed by the head commit.");
            default ->
                    Stream.of(Effect.values())
                            .filter(effect -> effect.code().equals(code))
                            .map(RuleText::of)
                            .findFirst();
        };
    }

    private static String of(Effect effect) {
        return switch (effect) {
            case DESTROY -> "A VE is removed with all its files.";
            case RECREATE -> "A change needs a new private area; only a person may ask for that.";
            case STOP -> "A VE stops; its files stay.";
            case RESTART -> "A VE stops and starts again.";
            case BLOCKED -> "Something that is wanted would not be carried out.";
            case RELOAD -> "A service inside a VE has to read its settings again.";
            case LIVE -> "A running VE changes without a restart.";
            case CREATE -> "A new VE.";
            case RETAIN -> "The document of a VE that does not run is gone; its files stay.";
            case NEXT_START -> "A change that counts from the next start of the VE on.";
        };
    }
}
