package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionScriptTest {
    private static String refused(String text) {
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ActionScript("scripts/a.start", text))
                        .getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsForTheActionThatItsNameEndsIn(ScriptAction action) {
        assertEquals(Optional.of(action), ActionScript.actionOf("scripts/web." + action.key()));
        assertEquals(Optional.of(action), ActionScript.actionOf("a/scripts/b/c." + action.key()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web.start",
                "units/data.mount",
                "myscripts/web.start",
                "scripts/web.starts",
                "scripts/web.START",
                "scripts/web.sh",
                "scripts.start",
                ""
            })
    void allOtherFilesAreNone(String path) {
        assertEquals(Optional.empty(), ActionScript.actionOf(path));
    }

    @Test
    void startAndStopRunInTheVeAndTheOthersOnTheHost() {
        assertEquals(
                List.of(ScriptAction.START, ScriptAction.STOP),
                Arrays.stream(ScriptAction.values()).filter(action -> !action.onHost()).toList());
    }

    @Test
    void aScriptNamesItsInterpreter() {
        assertEquals("does not begin with #!/", refused("echo x\n"));
        assertEquals("does not begin with #!/", refused(""));
        assertEquals("has a NUL character", refused("#!/bin/sh\n\0"));
    }

    @Test
    void itsBytesAreBoundedAndNotItsCharacters() {
        String most = "#!/" + "é".repeat((ActionScript.BYTES_MAX - 3) / 2) + "x";
        assertEquals(most, new ActionScript("scripts/a.start", most).text());
        assertEquals("has more than 65536 bytes", refused(most + "x"));
    }

    @Test
    void theDigestIsOfTheContentAlone() {
        ActionScript one = new ActionScript("scripts/a.start", "#!/bin/sh\n");
        assertEquals(one.digest(), new ActionScript("scripts/b.stop", "#!/bin/sh\n").digest());
        assertNotEquals(one.digest(), new ActionScript("scripts/a.start", "#!/bin/sh").digest());
    }

    @ParameterizedTest
    @CsvSource({"secret", "token"})
    void itsTextIsNotPartOfWhatIsSaidOfIt(String word) {
        ActionScript script = new ActionScript("scripts/a.start", "#!/bin/sh\n" + word);
        assertFalse(script.toString().contains(word));
        assertEquals(
                "scripts/a.start (sha256 " + script.digest().substring(0, 12) + ")",
                script.toString());
    }
}
