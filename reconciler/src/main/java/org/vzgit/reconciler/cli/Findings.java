package org.vzgit.reconciler.cli;

import java.util.Locale;
import org.vzgit.reconciler.text.DiagnosticText;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;

/// The findings in a desired state, for people and for programs.
final class Findings {
    private Findings() {}

    /// Tells errors beside a command whose data is something else.
    static void warn(DesiredState desired, Console console) {
        if (desired.hasErrors()) {
            console.say(text(desired, Palette.PLAIN) + summary(desired));
        }
    }

    static String text(DesiredState desired, Palette palette) {
        StringBuilder text = new StringBuilder();
        for (Diagnostic finding : desired.diagnostics()) {
            text.append(DiagnosticText.of(finding, palette == Palette.ANSI));
        }
        return text.toString();
    }

    static String summary(DesiredState desired) {
        return DiagnosticText.summary(
                desired.diagnostics(),
                desired.documents(),
                desired.ves().size() + desired.frozen().size());
    }

    static String json(DesiredState desired) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", "Validation");
        json.field("valid", !desired.hasErrors()).field("documents", desired.documents());
        json.key("findings").array();
        for (Diagnostic finding : desired.diagnostics()) {
            json.object().field("code", finding.code().id());
            json.field("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            json.field("path", finding.origin().path()).field("line", finding.origin().line());
            json.field("column", finding.origin().column()).field("length", finding.length());
            json.field("message", finding.message()).field("hint", finding.hint()).endObject();
        }
        return json.endArray().endObject().text();
    }
}
