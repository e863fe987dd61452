package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.vzgit.schema.DiagnosticCode;

/// Reads YAML 1.2 (JSON schema: `yes` and `0777` are text) with one parse, positions kept.
final class YamlComposer {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setUseMarks(true)
                    .setParseComments(false)
                    .setMaxAliasesForCollections(InputBounds.ALIASES_MAX)
                    .build();

    private YamlComposer() {}

    /// The documents in the text, without empty ones; nothing when the text is not YAML or too
    /// large, which is then among the findings.
    static Optional<List<Tree>> compose(DocumentText source, Findings findings) {
        Marks marks = new Marks(source);
        try {
            return Optional.of(trees(source, marks, findings));
        } catch (BoundExceeded e) {
            findings.add(
                    DiagnosticCode.TOO_LARGE, marks.at(e.mark()), "document " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            findings.add(
                    DiagnosticCode.SYNTAX,
                    marks.problem(e.getProblemMark(), e.getContextMark()),
                    problemOf(e));
        } catch (YamlEngineException e) {
            findings.add(DiagnosticCode.SYNTAX, source.start(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static List<Tree> trees(DocumentText source, Marks marks, Findings findings) {
        StreamReader reader = new StreamReader(SETTINGS, source.text());
        Composer composer =
                new Composer(SETTINGS, new BoundedParser(new ParserImpl(SETTINGS, reader)));
        List<Tree> trees = new ArrayList<>();
        while (composer.hasNext()) {
            Node root = composer.next();
            if (!isEmpty(root)) {
                trees.add(NodeWalk.walk(root, marks, findings));
            }
        }
        return trees;
    }

    private static boolean isEmpty(Node root) {
        return root instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    @SuppressWarnings("NullAway") // the engine is not annotated; either text may be missing
    private static String problemOf(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        String context = e.getContext();
        return context == null ? problem : problem + ", " + context;
    }
}
