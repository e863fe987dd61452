package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeField;

/// OpenVZ's action scripts, `NNN.ACTION`, on their way into a repository. Those of the whole node,
/// `vps.ACTION`, have no document that could name them.
final class ConfScripts {
    private static final Pattern SCRIPT =
            Pattern.compile(
                    "([0-9]{1,10}|vps)\\.(premount|mount|start|stop|umount|postumount|create)");

    private final SortedMap<Long, SortedMap<ScriptAction, ConfSource>> byVe = new TreeMap<>();
    private final List<Diagnostic> notes = new ArrayList<>();

    static boolean isScript(ConfSource source) {
        return SCRIPT.matcher(source.fileName()).matches();
    }

    /// @param sources of all kinds
    static ConfScripts of(List<ConfSource> sources) {
        ConfScripts scripts = new ConfScripts();
        sources.forEach(scripts::add);
        return scripts;
    }

    private void add(ConfSource source) {
        Matcher name = SCRIPT.matcher(source.fileName());
        if (!name.matches()) {
            return;
        }
        Optional<ScriptAction> action = ScriptAction.of(name.group(2));
        if (name.group(1).equals("vps") || action.isEmpty()) {
            note(source, "scripts of the whole node are not carried out; keep it for its VEs");
        } else {
            byVe.computeIfAbsent(Long.parseLong(name.group(1)), _ -> new TreeMap<>())
                    .put(action.get(), source);
        }
    }

    /// Takes those of one VE: names them in its document and gives their files by path.
    Map<String, String> take(long number, DraftDocument draft) {
        SortedMap<ScriptAction, ConfSource> own =
                Optional.ofNullable(byVe.remove(number)).orElse(new TreeMap<>());
        Map<String, String> named = new TreeMap<>();
        Map<String, String> files = new TreeMap<>();
        own.forEach((action, source) -> {
            String path = "scripts/" + source.fileName();
            try {
                files.put(path, new ActionScript(path, source.text()).text());
                named.put(action.key(), path);
                if (action.onHost()) {
                    note(
                            source,
                            "runs as root of the node, which has to allow it; what it reads of"
                                    + " VE_CONFFILE is in docs/parameters.md");
                }
            } catch (IllegalArgumentException bad) {
                note(source, String.valueOf(bad.getMessage()));
            }
        });
        if (!named.isEmpty()) {
            draft.put(VeField.ACTION_SCRIPTS, Yaml.mapping(named));
        }
        return files;
    }

    /// What is to be told, when all VEs have taken theirs.
    List<Diagnostic> notes() {
        byVe.values().stream()
                .flatMap(left -> left.values().stream())
                .forEach(source -> note(source, "its VE is not imported, so neither is it"));
        return notes;
    }

    private void note(ConfSource source, String what) {
        ConfNotes told = new ConfNotes(source);
        told.add(DiagnosticCode.CONF_NOT_CARRIED, told.at(1, 1), 1, what);
        notes.addAll(told.all());
    }
}
