package org.vzgit.schema.document;

import java.util.List;
import java.util.Optional;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;

/// Reads all files of one revision into a checked [DesiredState].
///
/// Never throws for what the files say: every finding, of every document, is in
/// [DesiredState#diagnostics()] after one pass. May be used by several threads; keeps the compiled
/// JSON Schemas, so one reader for many revisions is cheaper than many readers.
public final class DesiredStateReader {
    private final SchemaCheck schemas = new SchemaCheck();
    private final Optional<KnownParts> known;

    public DesiredStateReader() {
        this(Optional.empty());
    }

    private DesiredStateReader(Optional<KnownParts> known) {
        this.known = known;
        schemas.begin();
    }

    /// A reader that keeps the documents of the last revision, for one that shares most of them
    /// with it. Says the same as any other reader.
    public static DesiredStateReader ofNeighbours() {
        return new DesiredStateReader(Optional.of(new KnownParts()));
    }

    /// @param files in any order; a path that comes twice counts once
    public DesiredState read(Revision revision, List<SourceFile> files) {
        Findings findings = new Findings(new SourceLines(files));
        Frozen frozen = new Frozen();
        Collector collector = new Collector(schemas, findings, frozen);
        collector.collect(
                files.stream().filter(file -> !ScriptFiles.isScript(file)).toList(), known);
        Catalog catalog = new Catalog(collector, findings);
        new NodeOrderCheck(catalog, findings).check();
        var ves =
                new VeResolver(catalog, ScriptFiles.of(files, findings), frozen, findings)
                        .resolve();
        new CapacityCheck(findings).check(catalog.nodes().nodes(), ves);
        return new DesiredState(
                revision,
                ves,
                frozen.ves(),
                frozen.complete(),
                catalog.nodes().nodes(),
                catalog.templates(),
                findings.sorted(),
                collector.documents());
    }
}
