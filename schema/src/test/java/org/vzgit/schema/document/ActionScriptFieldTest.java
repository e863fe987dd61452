package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeId;

final class ActionScriptFieldTest {
    private static final SourceFile START = new SourceFile("scripts/a.start", "#!/bin/sh\necho\n");
    private static final SourceFile MOUNT = new SourceFile("x/scripts/a.mount", "#!/bin/sh\n");

    private static DesiredState with(String fields, SourceFile... scripts) {
        List<SourceFile> files = new ArrayList<>(List.of(scripts));
        files.add(new SourceFile("f1.yaml", web(101, fields)));
        return read(files);
    }

    private static List<String> findings(DesiredState state) {
        return state.diagnostics().stream()
                .map(finding ->
                        finding.origin()
                                + " "
                                + finding.code()
                                + " "
                                + finding.message()
                                + (finding.hint().isEmpty() ? "" : " [" + finding.hint() + "]"))
                .toList();
    }

    @Test
    void aVeHasNoneUnlessItSaysSo() {
        assertEquals(Map.of(), ve("hostname: a").actionScripts());
        assertEquals(Map.of(), ve("actionScripts: {}").actionScripts());
    }

    @Test
    void theFilesAreThoseOfTheSameRevision() {
        DesiredState state =
                with(
                        "actionScripts: {mount: x/scripts/a.mount, start: scripts/a.start}",
                        START,
                        MOUNT);
        assertEquals(
                Map.of(
                        ScriptAction.START,
                        new ActionScript(START.path(), START.text()),
                        ScriptAction.MOUNT,
                        new ActionScript(MOUNT.path(), MOUNT.text())),
                only(state, 101).actionScripts());
    }

    @Test
    void aMappingOfTheVeReplacesThatOfItsProfile() {
        SourceFile hooks =
                new SourceFile(
                        "p.yaml", profile("hooked", "actionScripts: {start: scripts/a.start}"));
        assertEquals(1, only(with("profiles: [hooked]", START, hooks), 101).actionScripts().size());
        assertEquals(
                Map.of(),
                only(with("profiles: [hooked]\nactionScripts: {}", START, hooks), 101)
                        .actionScripts());
    }

    @Test
    void oneThatIsMissingLeavesTheVeAsItIs() {
        DesiredState state = with("actionScripts: {start: scripts/b.start}", START);
        assertEquals(
                List.of(
                        "f1.yaml:8:3 UNKNOWN_SCRIPT no file \"scripts/b.start\" in this revision"
                                + " [did you mean \"scripts/a.start\"?]"),
                findings(state));
        assertTrue(state.frozen().contains(new VeId(101)));
    }

    @Test
    void oneThatCannotBeRunIsToldByTheVeThatNamesIt() {
        SourceFile bad = new SourceFile("scripts/a.start", "echo\n");
        assertEquals("", codes(with("hostname: a", bad)));
        assertEquals(
                List.of("f1.yaml:8:3 BAD_SCRIPT scripts/a.start does not begin with #!/"),
                findings(with("actionScripts: {start: scripts/a.start}", bad)));
    }

    @Test
    void everyBadPathIsToldAtItsPlace() {
        assertEquals(
                List.of(
                        "f1.yaml:8:26 BAD_VALUE actionScripts \"scripts/a.start\" is no file of a"
                                + " directory scripts that ends in .mount [for example"
                                + " scripts/web.mount]",
                        "f1.yaml:8:50 BAD_VALUE actionScripts \"a.start\" is no file of a"
                                + " directory scripts that ends in .start [for example"
                                + " scripts/web.start]"),
                findings(with("actionScripts: {mount: scripts/a.start, start: a.start}", START)));
    }

    @Test
    void aListIsNoMapping() {
        assertEquals("WRONG_TYPE", codes(with("actionScripts: [scripts/a.start]", START)));
        assertEquals("UNKNOWN_FIELD", codes(with("actionScripts: {boot: scripts/a.boot}", START)));
    }
}
