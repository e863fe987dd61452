package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.ScriptAction;

/// `actionScripts`: which file of the desired state is for which action.
final class ScriptSyntax {
    private static final char BETWEEN = '=';

    private ScriptSyntax() {}

    static FieldValue read(Written written) throws BadValue {
        if (!written.json().isObject()) {
            throw new BadValue(
                    DiagnosticCode.WRONG_TYPE,
                    "wants a mapping, not " + SchemaCheck.typeOf(written.json()),
                    "for example {start: scripts/web.start}");
        }
        List<String> words = new ArrayList<>();
        List<BadValue> findings = new ArrayList<>();
        for (ScriptAction action : ScriptAction.values()) {
            if (written.json().has(action.key())) {
                try {
                    words.add(action.key() + BETWEEN + path(written, action));
                } catch (BadValue e) {
                    findings.add(e);
                }
            }
        }
        if (!findings.isEmpty()) {
            throw BadValue.all(findings);
        }
        return new FieldValue.Words(words);
    }

    private static String path(Written written, ScriptAction action) throws BadValue {
        String path = written.text(action.key());
        if (ActionScript.actionOf(path).filter(action::equals).isEmpty()) {
            throw new BadValue(
                            DiagnosticCode.BAD_VALUE,
                            Quantity.quote(path)
                                    + " is no file of a directory scripts that ends in ."
                                    + action.key(),
                            "for example scripts/web." + action.key())
                    .inPart("/" + action.key());
        }
        return path;
    }

    static ScriptAction action(String word) {
        return ScriptAction.of(word.substring(0, word.indexOf(BETWEEN))).orElseThrow();
    }

    static String path(String word) {
        return word.substring(word.indexOf(BETWEEN) + 1);
    }
}
