package org.vzgit.schema.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeField;

/// The action scripts of one revision, by path. One that no VE names is not looked at.
final class ScriptFiles {
    private final Map<String, String> texts;
    private final Findings findings;

    private ScriptFiles(Map<String, String> texts, Findings findings) {
        this.texts = texts;
        this.findings = findings;
    }

    /// @param files of all kinds; a path that comes twice counts once
    static ScriptFiles of(List<SourceFile> files, Findings findings) {
        return new ScriptFiles(
                files.stream()
                        .filter(ScriptFiles::isScript)
                        .collect(Collectors.toMap(SourceFile::path, SourceFile::text, (a, _) -> a)),
                findings);
    }

    static boolean isScript(SourceFile file) {
        return ActionScript.actionOf(file.path()).isPresent();
    }

    /// Those of one VE; empty when one of them is not to be had.
    Optional<SortedMap<ScriptAction, ActionScript>> of(Fields fields) {
        SortedMap<ScriptAction, ActionScript> scripts = new TreeMap<>();
        Optional<Setting> setting = fields.get(VeField.ACTION_SCRIPTS);
        if (setting.isEmpty()
                || !(setting.get().value() instanceof FieldValue.Words(List<String> words))) {
            return Optional.of(scripts);
        }
        boolean all = true;
        for (String word : words) {
            Optional<ActionScript> script = script(ScriptSyntax.path(word), setting.get().at());
            script.ifPresent(found -> scripts.put(ScriptSyntax.action(word), found));
            all &= script.isPresent();
        }
        return all ? Optional.of(scripts) : Optional.empty();
    }

    private Optional<ActionScript> script(String path, Span at) {
        String text = texts.get(path);
        if (text == null) {
            findings.add(
                    DiagnosticCode.UNKNOWN_SCRIPT,
                    at,
                    "no file " + Quantity.quote(path) + " in this revision",
                    Suggestion.didYouMean(path, List.copyOf(texts.keySet())));
            return Optional.empty();
        }
        try {
            return Optional.of(new ActionScript(path, text));
        } catch (IllegalArgumentException e) {
            findings.add(DiagnosticCode.BAD_SCRIPT, at, path + " " + e.getMessage());
            return Optional.empty();
        }
    }
}
