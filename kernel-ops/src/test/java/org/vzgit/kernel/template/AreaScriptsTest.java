package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeId;

final class AreaScriptsTest {
    private static final ActionScript SCRIPT =
            new ActionScript("scripts/web.start", "#!/bin/sh\necho begun\n");

    @TempDir private Path area;

    private AreaScripts scripts() {
        return new AreaScripts(area);
    }

    private static SetScript set(Optional<ActionScript> script) {
        return new SetScript(new VeId(101), ScriptAction.START, script);
    }

    @Test
    void anAreaHasNoneOfItself() throws Exception {
        assertEquals(Map.of(), scripts().digests());
        assertEquals(Optional.empty(), scripts().executable(ScriptAction.START));
        scripts().set(set(Optional.empty()));
    }

    @Test
    void whatIsPutThereIsKnownByItsDigest() throws Exception {
        scripts().set(set(Optional.of(SCRIPT)));
        assertEquals(Map.of(ScriptAction.START, SCRIPT.digest()), scripts().digests());
        scripts().set(set(Optional.of(SCRIPT)));
        assertEquals(Map.of(ScriptAction.START, SCRIPT.digest()), scripts().digests());
        scripts().set(set(Optional.empty()));
        assertEquals(Map.of(), scripts().digests());
    }

    @Test
    void onlyRootMayReadOrRunIt() throws Exception {
        scripts().set(set(Optional.of(SCRIPT)));
        Path file = scripts().executable(ScriptAction.START).orElseThrow();
        assertEquals(SCRIPT.text(), Files.readString(file));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void aChangeByHandIsAnotherDigest() throws Exception {
        scripts().set(set(Optional.of(SCRIPT)));
        Path file = scripts().executable(ScriptAction.START).orElseThrow();
        Files.writeString(file, SCRIPT.text() + "echo more\n");
        assertNotEquals(Map.of(ScriptAction.START, SCRIPT.digest()), scripts().digests());
    }

    @Test
    void aFileThatGrewBeyondTheBoundIsReadNoFurther() throws Exception {
        scripts().set(set(Optional.of(SCRIPT)));
        Path file = scripts().executable(ScriptAction.START).orElseThrow();
        byte[] atBound = new byte[ActionScript.BYTES_MAX + 1];
        Files.write(file, new byte[ActionScript.BYTES_MAX + 100]);
        assertEquals(
                Map.of(ScriptAction.START, ActionScript.digestOf(atBound)), scripts().digests());
    }

    @Test
    void aLinkIsNoScript() throws Exception {
        scripts().set(set(Optional.of(SCRIPT)));
        Path file = scripts().executable(ScriptAction.START).orElseThrow();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/bin/true"));
        assertEquals(Optional.empty(), scripts().executable(ScriptAction.START));
        assertThrows(java.io.IOException.class, () -> scripts().digests());
        scripts().set(set(Optional.of(SCRIPT)));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void withoutAnAreaThereIsNowhereToPutIt() {
        AreaScripts nowhere = new AreaScripts(area.resolve("101"));
        var failure =
                assertThrows(OperationFailure.class, () -> nowhere.set(set(Optional.of(SCRIPT))));
        assertEquals(FailureKind.GONE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("ENOENT"), failure.getMessage());
    }
}
