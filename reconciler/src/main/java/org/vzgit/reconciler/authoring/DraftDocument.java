package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.DocumentKind;

/// A VE or Profile document in the making. Fields come out in the order of [VeField], which is also
/// the order of the schema and of `vzgit schema`, whatever order they were put in.
final class DraftDocument {
    /// @param value in YAML's flow style
    /// @param comments lines without their `#`
    /// @param live false for a field that is written as a comment, because this version does not
    ///   carry it out and would refuse the whole VE
    private record Entry(String value, List<String> comments, boolean live) {}

    private final DocumentKind kind;
    private final String name;
    private final List<String> header = new ArrayList<>();
    private final List<String> footer = new ArrayList<>();
    private final SortedMap<String, String> labels = new TreeMap<>();
    private final Map<VeField, Entry> fields = new EnumMap<>(VeField.class);

    DraftDocument(DocumentKind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    DocumentKind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    void header(List<String> comments) {
        header.addAll(comments);
    }

    void footer(List<String> comments) {
        footer.addAll(comments);
    }

    void label(String key, String value) {
        labels.put(key, value);
    }

    void put(VeField field, String value) {
        put(field, value, List.of());
    }

    void put(VeField field, String value, List<String> comments) {
        fields.put(field, new Entry(value, comments, true));
    }

    /// Writes the field as a comment.
    ///
    /// @return whether there was such a field
    boolean mute(VeField field) {
        return fields.computeIfPresent(
                        field, (_, entry) -> new Entry(entry.value(), entry.comments(), false))
                != null;
    }

    /// Takes a field out.
    void drop(VeField field) {
        fields.remove(field);
    }

    boolean has(VeField field) {
        return fields.containsKey(field);
    }

    /// The fields that are not carried out.
    List<VeField> without(CarriedOut carried) {
        return fields.keySet().stream().filter(field -> !carried.has(field)).toList();
    }

    String text() {
        return render().text();
    }

    /// The field that a line of the text holds.
    Optional<VeField> fieldAt(int line) {
        return Optional.ofNullable(render().lines().get(line));
    }

    private Rendered render() {
        Rendered out = new Rendered();
        out.line(0, "# yaml-language-server: $schema=../schemas/" + kind.schemaName());
        if (!header.isEmpty()) {
            out.line(0, "#");
            header.forEach(comment -> out.comment(0, comment));
        }
        out.line(0, "apiVersion: vzgit/v1");
        out.line(0, "kind: " + kind.written());
        out.line(0, "metadata:");
        out.line(2, "name: " + Yaml.text(name));
        if (!labels.isEmpty()) {
            out.line(2, "labels: " + Yaml.mapping(labels));
        }
        boolean anyLive = fields.values().stream().anyMatch(Entry::live);
        out.line(0, anyLive ? "spec:" : "spec: {}");
        fields(out);
        footer.forEach(comment -> out.comment(0, comment));
        return out;
    }

    private void fields(Rendered out) {
        String open = "";
        for (var entry : fields.entrySet()) {
            String path = entry.getKey().path();
            int dot = path.indexOf('.');
            String section = dot < 0 ? "" : path.substring(0, dot);
            if (!section.isEmpty() && !section.equals(open)) {
                boolean live = anyLive(section);
                out.line(2, (live ? "" : "# ") + section + ":");
            }
            open = section;
            int indent = section.isEmpty() ? 2 : 4;
            entry.getValue().comments().forEach(comment -> out.comment(indent, comment));
            String line = path.substring(dot + 1) + ": " + entry.getValue().value();
            if (entry.getValue().live()) {
                out.field(indent, line, entry.getKey());
            } else {
                out.comment(indent, line);
            }
        }
    }

    private boolean anyLive(String section) {
        return fields.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().path().startsWith(section + ".") && entry.getValue().live());
    }

    /// The text as it grows, with the line of each field.
    private static final class Rendered {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, VeField> lines = new TreeMap<>();
        private int line = 1;

        void line(int indent, String content) {
            text.append(" ".repeat(indent)).append(content).append('\n');
            line++;
        }

        void comment(int indent, String content) {
            line(indent, content.isEmpty() ? "#" : "# " + content);
        }

        void field(int indent, String content, VeField field) {
            lines.put(line, field);
            line(indent, content);
        }

        Map<Integer, VeField> lines() {
            return lines;
        }

        String text() {
            return text.toString();
        }
    }
}
