package org.vzgit.reconciler.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Severity;
import org.vzgit.schema.document.SourceFile;

/// All files of one revision.
///
/// @param files by path
/// @param repositoryId which desired state this is, whatever way led to it; see [HistoryRoot]. A VE
///   belongs to the desired state that made it
/// @param findings what stands in the revision and was not read, by position
public record Snapshot(
        Revision revision, List<SourceFile> files, String repositoryId, List<Diagnostic> findings) {
    public Snapshot {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /// The state that was read from [#files], with the findings of the source added. A file that
    /// could not be read may have held any VE, so then no VE may be taken for removed.
    public DesiredState complete(DesiredState read) {
        if (findings.isEmpty()) {
            return read;
        }
        List<Diagnostic> all = new ArrayList<>(read.diagnostics());
        all.addAll(findings);
        Collections.sort(all);
        boolean unread = findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
        return new DesiredState(
                read.revision(),
                read.ves(),
                read.frozen(),
                read.complete() && !unread,
                read.nodes(),
                read.templates(),
                all,
                read.documents());
    }
}
