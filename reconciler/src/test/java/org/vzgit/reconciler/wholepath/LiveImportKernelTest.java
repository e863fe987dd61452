package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.reconciler.authoring.AuthoredFiles;
import org.vzgit.reconciler.authoring.LiveImport;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.SourceFile;

/// Documents made from what this machine's kernel has.
@Tag("kernel")
final class LiveImportKernelTest {
    private static final VeText BARE = VeText.of(4291);
    private static final VeText FULL =
            VeText.of(4292)
                    .with("hostname", "full.example.org")
                    .with("cpu", "{units: 2000, limit: 50}")
                    .with("memory", "{ram: 64M, swap: 64M}")
                    .with("beancounters", "{numproc: 40}")
                    .with(
                            "network",
                            "{addresses: [10.101.42.92], nameservers: [10.101.0.53], searchdomains:"
                                    + " [a.example]}");

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @Test
    void documentsOfRunningVesPlanToNoChange() throws Exception {
        node.converge(BARE, FULL);
        DesiredState imported = imported(Set.of());
        assertEquals(List.of(), node.plan(imported).steps());
        assertEquals(List.of(), node.plan(imported).blocked());
        assertEquals("[4291, 4292]", imported.ves().keySet().toString());
    }

    /// A change of an imported document is a change of that VE and of nothing else.
    @Test
    void importedDocumentCanBeEdited() throws Exception {
        node.converge(FULL);
        AuthoredFiles made = LiveImport.of(new NodeName("hn1"), node.observe().ves(), Set.of());
        String text = made.files().get("ve/ve4292.yaml");
        assertTrue(text != null && text.contains("numproc: 40"), made.files().toString());
        DesiredState edited =
                node.desired(
                        List.of(
                                new SourceFile(
                                        "ve/ve4292.yaml",
                                        String.valueOf(text)
                                                .replace("numproc: 40", "numproc: 41"))));
        int pid = node.pid(FULL);
        node.converge(edited);
        assertEquals(pid, node.pid(FULL), "the init");
    }

    @Test
    void veThatGitKnowsIsNotImportedAgain() throws Exception {
        node.converge(BARE);
        AuthoredFiles made =
                LiveImport.of(new NodeName("hn1"), node.observe().ves(), Set.of(new VeId(4291)));
        assertTrue(made.files().isEmpty());
    }

    private DesiredState imported(Set<VeId> known) throws Exception {
        AuthoredFiles made = LiveImport.of(new NodeName("hn1"), node.observe().ves(), known);
        assertEquals(List.of(), made.notes());
        return node.desired(
                made.files().entrySet().stream()
                        .map(file -> new SourceFile(file.getKey(), file.getValue()))
                        .toList());
    }
}
