package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

final class ScriptImportTest {
    private static final String SCRIPT = "#!/bin/bash\n. /etc/vz/vz.conf\n";
    private static final ConfSource CONF =
            new ConfSource("/etc/vz/conf/101.conf", "OSTEMPLATE=\"debian\"\nNAME=\"web1\"\n");

    private static AuthoredFiles made(ConfSource... sources) {
        return OpenVzImport.of(
                List.of(sources),
                new OpenVzImport.Settings(
                        new NodeName("hn1"),
                        Map.of("debian", new TemplateName("busybox")),
                        OptionalInt.empty(),
                        CarriedOut.now()));
    }

    private static ConfSource script(String name) {
        return new ConfSource("/etc/vz/conf/" + name, SCRIPT);
    }

    private static List<String> notes(AuthoredFiles made) {
        return made.notes().stream()
                .map(note -> note.origin().path() + ": " + note.message())
                .toList();
    }

    @Test
    void theScriptsOfAVeAreFilesOfTheRepositoryThatItsDocumentNames() {
        AuthoredFiles made = made(script("101.stop"), CONF, script("101.mount"));
        assertEquals(SCRIPT, made.files().get("scripts/101.stop"));
        assertEquals(SCRIPT, made.files().get("scripts/101.mount"));
        List<SourceFile> files = new ArrayList<>();
        made.files().forEach((path, text) -> files.add(new SourceFile(path, text)));
        DesiredState read =
                new DesiredStateReader().read(new Revision(Revision.DIRECTORY, ""), files);
        assertFalse(read.hasErrors(), () -> read.diagnostics().toString());
        assertEquals(
                java.util.Set.of(ScriptAction.STOP, ScriptAction.MOUNT),
                read.ves().values().iterator().next().actionScripts().keySet());
    }

    @Test
    void oneThatRunsOnTheHostSaysSo() {
        assertEquals(
                List.of(
                        "/etc/vz/conf/101.mount: runs as root of the node, which has to allow it;"
                                + " what it reads of VE_CONFFILE is in docs/parameters.md"),
                notes(made(CONF, script("101.mount"), script("101.start"))));
    }

    @Test
    void thoseOfTheWholeNodeAndOfVesThatAreNotThereStay() {
        AuthoredFiles made =
                made(CONF, script("vps.mount"), script("vps.create"), script("102.start"));
        assertTrue(made.files().keySet().stream().noneMatch(path -> path.startsWith("scripts/")));
        assertEquals(
                List.of(
                        "/etc/vz/conf/102.start: its VE is not imported, so neither is it",
                        "/etc/vz/conf/vps.create: scripts of the whole node are not carried out;"
                                + " keep it for its VEs",
                        "/etc/vz/conf/vps.mount: scripts of the whole node are not carried out;"
                                + " keep it for its VEs"),
                notes(made).stream().sorted().toList());
    }

    @Test
    void oneWithoutAnInterpreterIsLeftOut() {
        AuthoredFiles made = made(CONF, new ConfSource("/etc/vz/conf/101.start", "echo\n"));
        assertEquals(List.of("/etc/vz/conf/101.start: does not begin with #!/"), notes(made));
        assertFalse(made.files().containsKey("scripts/101.start"));
    }
}
