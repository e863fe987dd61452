package org.vzgit.reconciler.authoring;

import java.util.List;
import java.util.Optional;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Severity;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// Takes out of a document what its own reader refuses, field by field, so that what is written is
/// valid: vzctl skips an invalid value with a warning, too.
record Sieve(DesiredStateReader reader, CarriedOut carried, ConfFile file, ConfNotes notes) {
    /// Every pass takes out at least one field, and no document has more of them.
    private static final int PASSES_MAX = VeField.values().length;

    private static final Revision REVISION = new Revision(Revision.DIRECTORY, "");

    /// Numbers of codes that speak of one value. What fits together is for a person to change.
    private static final String OF_ONE_VALUE = "VZ10";

    void clean(DraftDocument draft) {
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            Optional<Diagnostic> wrong = firstWrong(draft);
            if (wrong.isEmpty()) {
                break;
            }
            VeField field = draft.fieldAt(wrong.get().origin().line()).orElseThrow();
            draft.drop(field);
            tell(field, wrong.get());
        }
        for (VeField field : draft.without(carried)) {
            draft.mute(field);
            note(
                    field,
                    field.path()
                            + " is not carried out yet; it is written as a comment, because a VE"
                            + " that uses it is refused");
        }
    }

    private Optional<Diagnostic> firstWrong(DraftDocument draft) {
        DesiredState state =
                reader.read(REVISION, List.of(new SourceFile("draft.yaml", draft.text())));
        return state.diagnostics().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> finding.code().id().startsWith(OF_ONE_VALUE))
                .filter(finding -> draft.fieldAt(finding.origin().line()).isPresent())
                .findFirst();
    }

    private void tell(VeField field, Diagnostic wrong) {
        note(field, wrong.message());
    }

    private void note(VeField field, String message) {
        Origin at = notes.at(1, 1);
        int length = 1;
        for (ConfLine line : file.lines()) {
            if (ConfVariable.of(line.name()).filter(v -> v.field() == field).isPresent()) {
                at = line.origin();
                length = line.name().length();
            }
        }
        notes.add(DiagnosticCode.CONF_NOT_CARRIED, at, length, message);
    }
}
