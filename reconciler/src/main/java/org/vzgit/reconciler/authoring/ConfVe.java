package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.VeField;

/// Fills a document with the settings of one configuration file.
final class ConfVe {
    /// Used by the import itself, so that nobody has to be told of them.
    private static final Set<String> USED_ELSEWHERE =
            Set.of("NAME", "OSTEMPLATE", "DEF_OSTEMPLATE", "ORIGIN_SAMPLE", "VEID");

    /// `--ipadd` ignores them (vzctl 4.11).
    private static final Set<String> NO_ADDRESS = Set.of("0.0.0.0", "::", "0.0.0.0/0", "::/0");

    private static final Set<VeField> RATES = Set.of(VeField.RATE, VeField.RATEBOUND);

    private static final String RATEBOUND = "RATEBOUND";

    private final DraftDocument draft;
    private final ConfNotes notes;
    private final boolean cpusKnown;
    private boolean rateBound;

    /// @param cpusKnown whether the node's document says how many CPUs it has
    ConfVe(DraftDocument draft, ConfNotes notes, boolean cpusKnown) {
        this.draft = draft;
        this.notes = notes;
        this.cpusKnown = cpusKnown;
    }

    /// @param allowed which fields this kind of document takes
    void fill(ConfFile file, Set<VeField> allowed) {
        draft.header(file.header());
        rateBound =
                file.lines().stream()
                        .anyMatch(line ->
                                line.name().equals(RATEBOUND)
                                        && line.value().strip().equalsIgnoreCase("yes"));
        for (ConfLine line : file.lines()) {
            ConfVariable.of(line.name())
                    .ifPresentOrElse(variable -> put(line, variable, allowed), () -> unknown(line));
        }
        draft.footer(file.footer());
    }

    private void put(ConfLine line, ConfVariable variable, Set<VeField> allowed) {
        VeField field = variable.field();
        if (!allowed.contains(field)) {
            left(line, "belongs to one VE and not into a profile");
        } else if (line.value().isBlank()) {
            left(line, "is empty");
        } else if (draft.has(field)) {
            left(line, "is another name of " + field.path() + ", which is set already");
        } else if (RATES.contains(field) && !rateBound) {
            left(line, "is about a guarantee, not a cap, without " + RATEBOUND + "=yes");
        } else if (field == VeField.CPU_LIMIT && line.value().endsWith("%") && !cpusKnown) {
            left(line, "is a share of the whole node; say --cpus N");
        } else {
            String value = yaml(line, variable.shape());
            if (!value.isEmpty()) {
                draft.put(field, value, line.comments());
            }
        }
    }

    /// The value as YAML; empty when nothing is left of it, which is then told.
    private String yaml(ConfLine line, ConfVariable.Shape shape) {
        return switch (shape) {
            case VALUE -> value(line);
            case TEXT -> Yaml.text(line.value());
            case WORDS -> words(line);
            case ADDRESSES -> addresses(line);
            case SWITCHES -> switches(line);
            case INTERFACES -> interfaces(line);
        };
    }

    /// Two equal bounds become one number, as vzctl writes them back.
    private String value(ConfLine line) {
        List<String> bounds =
                Arrays.stream(line.value().strip().split(":", -1))
                        .map(part -> bound(line, part))
                        .toList();
        boolean equal = bounds.size() == 2 && bounds.getFirst().equals(bounds.getLast());
        return Yaml.value(equal ? bounds.getFirst() : String.join(":", bounds));
    }

    /// Numbers that end as unlimited in vzctl end so here, and it is told.
    private String bound(ConfLine line, String part) {
        boolean tooLarge = part.matches("[0-9]{19,}") && !fitsLong(part);
        if (tooLarge || part.equals("-1")) {
            notes.add(
                    DiagnosticCode.CONF_CHANGED,
                    line.origin(),
                    line.name().length(),
                    line.name() + " " + part + " is unlimited to vzctl, and is written so");
            return "unlimited";
        }
        return part;
    }

    private static boolean fitsLong(String number) {
        try {
            Long.parseLong(number);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private String words(ConfLine line) {
        List<String> words = split(line.value());
        if (words.contains("inherit")) {
            left(line, "inherits from the host; write the servers down");
            return "";
        }
        return words.isEmpty() ? "" : Yaml.list(words);
    }

    private static List<String> split(String value) {
        return Arrays.stream(value.strip().split("[\\s,]+", -1)).filter(w -> !w.isEmpty()).toList();
    }

    private String addresses(ConfLine line) {
        List<String> kept = new ArrayList<>();
        for (String address : split(line.value())) {
            String bare = address.replaceFirst("/[0-9.]+$", "");
            boolean one = address.equals(bare) || address.matches(".*\\..*/32|.*:.*/128");
            if (NO_ADDRESS.contains(address)) {
                left(line, "has " + address + ", which vzctl ignores too");
            } else {
                if (!one) {
                    changed(line, address + " becomes " + bare + ": addresses are routed singly");
                }
                if (kept.contains(bare)) {
                    left(line, "has " + bare + " twice");
                } else {
                    kept.add(bare);
                }
            }
        }
        return kept.isEmpty() ? "" : Yaml.list(kept);
    }

    private String switches(ConfLine line) {
        Map<String, String> switches = new LinkedHashMap<>();
        for (String word : split(line.value())) {
            int colon = word.indexOf(':');
            String state = word.substring(colon + 1);
            if (colon < 1 || !(state.equals("on") || state.equals("off"))) {
                left(line, "has " + word + ", which is not NAME:on or NAME:off");
            } else {
                switches.put(word.substring(0, colon), state);
            }
        }
        return switches.isEmpty() ? "" : Yaml.mapping(switches);
    }

    private String interfaces(ConfLine line) {
        List<String> interfaces = new ArrayList<>();
        for (String item : line.value().split(";", -1)) {
            Map<String, String> entries = new LinkedHashMap<>();
            for (String entry : split(item)) {
                int equals = entry.indexOf('=');
                if (equals > 0 && equals < entry.length() - 1) {
                    entries.put(entry.substring(0, equals), entry.substring(equals + 1));
                } else {
                    left(line, "has " + entry + ", which is not NAME=VALUE");
                }
            }
            if (!entries.isEmpty()) {
                interfaces.add(Yaml.mapping(entries));
            }
        }
        return interfaces.isEmpty() ? "" : "[" + String.join(", ", interfaces) + "]";
    }

    private void unknown(ConfLine line) {
        if (!USED_ELSEWHERE.contains(line.name())) {
            left(line, "has no field here");
        }
    }

    private void changed(ConfLine line, String what) {
        notes.add(
                DiagnosticCode.CONF_CHANGED,
                line.origin(),
                line.name().length(),
                line.name() + ": " + what);
    }

    private void left(ConfLine line, String why) {
        notes.add(
                DiagnosticCode.CONF_NOT_CARRIED,
                line.origin(),
                line.name().length(),
                line.name() + " " + why);
    }
}
