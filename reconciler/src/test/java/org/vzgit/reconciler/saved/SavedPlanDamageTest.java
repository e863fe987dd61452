package org.vzgit.reconciler.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// A file of a saved plan may be damaged or made by somebody else, at any place. Whatever is in it,
/// it is read or refused with a reason; and if it is read, it does not pass for what the node
/// needs.
class SavedPlanDamageTest {
    private static final Plan PLAN =
            SavedOperations.plan(
                    List.of(
                            SavedOperations.step(
                                    1,
                                    new BuildTemplate(SavedOperations.busybox("1f")),
                                    new Cause("template", "", "busybox@1f", Optional.empty())),
                            SavedOperations.step(
                                    2,
                                    new SetResource(
                                            new VeId(101),
                                            Resource.NUMPROC,
                                            Limit.of(new Count(200))),
                                    new Cause("numproc", "100", "200", Optional.empty()),
                                    1)));
    private static final SavedPlan SAVED =
            SavedPlan.of(PLAN, SavedOperations.SOURCE, SavedOperations.REPOSITORY);
    private static final String JSON = SAVED.json();

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void theFileIsWhatThePublishedFormSays() {
        assertEquals(
                """
                {
                  "apiVersion": "vzgit/v1",
                  "kind": "SavedPlan",
                  "node": "hn1",
                  "source": {
                    "kind": "repository",
                    "place": "/srv/desired.git",
                    "revision": "main",
                    "subdirectory": "state"
                  },
                  "repository": "git:1b2c3d4",
                  "commit": "1b2c3d4e5f60",
                  "author": "Ann <ann@example.org>",
                  "steps": [
                    {
                      "subject": "node",
                      "text": "build template busybox@1f",
                      "operation": "%s",
                      "field": "template",
                      "from": "",
                      "to": "busybox@1f"
                    },
                    {
                      "veid": 101,
                      "subject": "101",
                      "text": "set numproc",
                      "operation": "%s",
                      "field": "numproc",
                      "from": "100",
                      "to": "200"
                    }
                  ]
                }
                """
                        .formatted(
                                PLAN.steps().get(0).operation(), PLAN.steps().get(1).operation()),
                JSON);
    }

    @Test
    void aFileThatEndsTooEarlyIsRefusedWhereverItEnds() {
        String whole = JSON.strip();
        for (int end = 0; end < whole.length(); end++) {
            refused(whole.substring(0, end));
        }
        assertEquals(SAVED, SavedPlan.parse(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "]", "x", "{\"kind\": \"SavedPlan\"}", "1"})
    void aFileWithMoreBehindItsEndIsRefused(String more) {
        refused(JSON + more);
    }

    @Test
    void aByteThatIsMissingAnywhereIsRefusedOrIsAnotherPlan() {
        for (int i = 0; i < JSON.length(); i++) {
            differentOrRefused(JSON.substring(0, i) + JSON.substring(i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'0', 'x', '"', '\\', '{', '}', '[', ']', ',', ':', '\u0000', '\u202e'})
    void aByteThatIsReplacedAnywhereIsRefusedOrIsAnotherPlan(char other) {
        for (int i = 0; i < JSON.length(); i++) {
            differentOrRefused(JSON.substring(0, i) + other + JSON.substring(i + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void flippedBitsNeverPassForTheSamePlan(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            differentOrRefused(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPieceThatComesTwiceOrNotAtAllIsRefusedOrIsAnotherPlan(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(JSON.length());
            int to = from + random.nextInt(Math.min(200, JSON.length() - from));
            staleOrRefused(JSON.substring(0, from) + JSON.substring(to));
            staleOrRefused(JSON.substring(0, to) + JSON.substring(from));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"node", "repository", "commit", "author", "subject", "text", "operation"})
    void aTextThatIsMissingIsNamed(String key) {
        String without = JSON.replaceFirst("\"" + key + "\": ", "\"x" + key + "\": ");
        assertEquals(key + " is missing or no text", refused(without));
    }

    @ParameterizedTest
    @CsvSource({"field", "from", "to", "place", "subdirectory"})
    void aTextThatIsNoTextIsNamed(String key) {
        for (String value : List.of("null", "7", "true", "[\"a\"]", "{\"a\": 1}")) {
            String wrong =
                    JSON.replaceFirst("\"" + key + "\": \"[^\"]*\"", "\"" + key + "\": " + value);
            assertEquals(key + " is missing or no text", refused(wrong));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "kind": "SavedPlan"      | "kind": "Plan"            | it is no SavedPlan of apiVersion vzgit/v1
                    "kind": "SavedPlan"      | "kind": 1                 | it is no SavedPlan of apiVersion vzgit/v1
                    "apiVersion": "vzgit/v1" | "apiVersion": "vzgit/v2"  | it is no SavedPlan of apiVersion vzgit/v1
                    "kind": "repository"     | "kind": "REPOSITORY"      | its source is neither a repository nor a directory
                    "kind": "repository"     | "kind": ""                | its source is neither a repository nor a directory
                    "place": "/srv/desired.git" | "place": ""            | its source has no place
                    "node": "hn1"            | "node": ""                | not a name:
                    "veid": 101              | "veid": 100               | veid 100 is outside
                    "veid": 101              | "veid": -1                | veid -1 is outside
                    "veid": 101              | "veid": null              | veid 0 is outside
                    "veid": 101              | "veid": 101.5             | veid 0 is outside
                    "veid": 101              | "veid": 4294967397        | veid 0 is outside
                    "veid": 101              | "veid": "101"             | veid 0 is outside
                    """)
    void aWrongValueIsRefusedInWords(String good, String bad, String reason) {
        assertTrue(JSON.contains(good), good);
        String told = refused(JSON.replace(good, bad));
        assertTrue(told.startsWith(reason.strip()), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u001b[2J", "\\u0000", "\\u202e", "\\u2028", "\\n", "\\r", "\\ud800"})
    void noTextOfAFileReachesATerminalAsACommand(String escape) {
        for (String key : List.of("author", "subject", "text", "operation", "from", "place")) {
            String wrong =
                    JSON.replaceFirst(
                            "\"" + key + "\": \"",
                            java.util.regex.Matcher.quoteReplacement(
                                    "\"" + key + "\": \"" + escape));
            assertEquals(
                    key
                            + " is longer than "
                            + SavedPlanText.TEXT_MAX
                            + " or has control characters",
                    refused(wrong));
        }
    }

    @Test
    void aFileThatOnlyNestsIsRefusedAndExhaustsNothing() {
        assertTrue(refused("[".repeat(100_000)).startsWith("it is no JSON: "));
        assertTrue(refused("{\"a\":".repeat(100_000)).startsWith("it is no JSON: "));
    }

    @Test
    void moreFieldsUnderTheSameVersionAreNoError() {
        String more = JSON.replaceFirst("\\{", "{\"later\": {\"a\": [1, 2]},");
        assertEquals(SAVED, SavedPlan.parse(more));
    }

    @Test
    void otherSpacingIsTheSamePlan() {
        String dense = JSON.replaceAll("\n *", "");
        assertEquals(SAVED, SavedPlan.parse(dense));
        assertEquals(SAVED, SavedPlan.parse("\n\t " + dense + "\r\n"));
    }

    @Test
    void aStepThatSomebodyAddedIsNotWhatTheNodeNeeds() {
        String added =
                JSON.replace(
                        "\"steps\": [",
                        "\"steps\": [{\"veid\": 101, \"subject\": \"101\", \"text\":"
                                + " \"destroy private area\", \"operation\":"
                                + " \"DestroyPrivateArea[veid=101]\", \"field\": \"removed\","
                                + " \"from\": \"\", \"to\": \"\"},");
        SavedPlan forged = SavedPlan.parse(added);
        assertEquals(
                List.of("101: destroy private area (removed - → -) is not needed any more"),
                forged.differences(forged.partOf(PLAN)));
    }

    /// Damage to the text of a step makes it stale; damage elsewhere makes it another file.
    private static void differentOrRefused(String damaged) {
        if (staleOrRefused(damaged).filter(SAVED::equals).isPresent()) {
            assertEquals(withoutBlanks(JSON), withoutBlanks(damaged));
        }
    }

    /// A field that comes twice counts once, so that the plan may still be the same.
    private static Optional<SavedPlan> staleOrRefused(String damaged) {
        SavedPlan read;
        try {
            read = SavedPlan.parse(damaged);
        } catch (IllegalArgumentException refusal) {
            assertFalse(String.valueOf(refusal.getMessage()).isBlank());
            return Optional.empty();
        }
        assertEquals(read.steps().equals(SAVED.steps()), read.differences(PLAN).isEmpty(), damaged);
        return Optional.of(read);
    }

    private static String withoutBlanks(String json) {
        return json.replaceAll("\\s", "");
    }

    private static String refused(String text) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> SavedPlan.parse(text));
        return String.valueOf(wrong.getMessage());
    }
}
