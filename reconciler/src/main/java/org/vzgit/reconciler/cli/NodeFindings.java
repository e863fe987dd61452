package org.vzgit.reconciler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vzgit.kernel.state.Features;
import org.vzgit.reconciler.diff.WeakBound;
import org.vzgit.reconciler.diff.WrittenAt;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.document.SourceFile;

/// What sound documents ask for and one node does not keep.
final class NodeFindings {
    private NodeFindings() {}

    /// The state with a warning for each bound of its VEs, at the line that wrote it.
    ///
    /// @param files the documents that it was read from, for the lines that warnings quote
    static DesiredState added(DesiredState desired, Features node, List<SourceFile> files) {
        Map<String, SourceFile> byPath =
                files.stream()
                        .collect(Collectors.toMap(SourceFile::path, file -> file, (a, _) -> a));
        List<Diagnostic> findings = new ArrayList<>();
        for (VeSpec spec : desired.ves().values()) {
            for (WeakBound weak : WeakBound.of(spec, node)) {
                Origin origin = WrittenAt.of(spec, weak.resource()).orElse(spec.origin());
                SourceFile file = byPath.get(origin.path());
                findings.add(
                        new Diagnostic(
                                DiagnosticCode.BOUND_NOT_KEPT,
                                origin,
                                weak.resource().key().length(),
                                weak.detail(),
                                "",
                                file == null ? "" : line(file, origin.line())));
            }
        }
        return new Snapshot(desired.revision(), files, "", findings).complete(desired);
    }

    private static String line(SourceFile file, int number) {
        return file.text().lines().skip(number - 1L).findFirst().orElse("");
    }
}
