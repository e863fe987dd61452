package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Short ways to write desired states in tests.
final class States {
    static final DesiredStateReader READER = new DesiredStateReader();
    private static final Revision REVISION = new Revision(Revision.DIRECTORY, "test");

    private States() {}

    /// Each text is one file: `f1.yaml`, `f2.yaml`, …
    static DesiredState read(String... texts) {
        List<SourceFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new SourceFile("f" + (files.size() + 1) + ".yaml", text));
        }
        return read(files);
    }

    static DesiredState read(List<SourceFile> files) {
        return READER.read(REVISION, files);
    }

    /// The VE of a state that must have no errors.
    static VeSpec only(DesiredState state, int veid) {
        VeSpec ve = state.ves().get(new VeId(veid));
        if (ve == null || state.hasErrors()) {
            throw new AssertionError("no VE " + veid + ": " + state.diagnostics());
        }
        return ve;
    }

    static VeSpec ve(String fields) {
        return only(read(web(101, fields)), 101);
    }

    /// A VE `webVEID` on node hn1 of template busybox with more fields below spec.
    static String web(int veid, String fields) {
        return """
        apiVersion: vzgit/v1
        kind: VE
        metadata: {name: web%d}
        spec:
          veid: %d
          node: hn1
          template: busybox
        """
                        .formatted(veid, veid)
                + fields.indent(2);
    }

    static String profile(String name, String fields) {
        return document("Profile", name, fields);
    }

    static String document(String kind, String name, String fields) {
        return "apiVersion: vzgit/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n".formatted(kind, name)
                + (fields.isEmpty() ? "  {}\n" : fields.indent(2));
    }

    static String codes(DesiredState state) {
        return state.diagnostics().stream()
                .map((Diagnostic d) -> d.code().name())
                .collect(Collectors.joining(" "));
    }
}
