package org.vzgit.reconciler.wholepath;

import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.SourceFile;

/// A VE as somebody writes it.
record VeText(VeId veid, SortedMap<String, String> fields) {

    static VeText of(int veid) {
        TreeMap<String, String> fields = new TreeMap<>();
        fields.put("stopTimeout", "5");
        return new VeText(new VeId(veid), fields);
    }

    /// The same VE with another value of a top-level field.
    VeText with(String field, String value) {
        TreeMap<String, String> changed = new TreeMap<>(fields);
        changed.put(field, value);
        return new VeText(veid, changed);
    }

    SourceFile file() {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: vzgit/v1\nkind: VE\nmetadata: {name: ve")
                .append(veid)
                .append("}\nspec:\n  veid: ")
                .append(veid)
                .append("\n  node: hn1\n  template: busybox\n");
        fields.forEach((field, value) ->
                text.append("  ").append(field).append(": ").append(value).append('\n'));
        return new SourceFile("ve/ve" + veid + ".yaml", text.toString());
    }
}
