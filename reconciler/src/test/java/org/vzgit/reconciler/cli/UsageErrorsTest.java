package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.cli.TestNode.Result;

/// Command lines that are refused, with the exact words and before anything is looked at.
class UsageErrorsTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node =
                new TestNode(directory)
                        .withWeb1(100)
                        .on(_ -> {
                            throw new AssertionError("wrong usage opens the kernel");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plan --dir a --repo b                  | --repo and --dir exclude each other
                    plan --rev main                        | --rev and --subdir need --repo
                    plan --subdir site                     | --rev and --subdir need --repo
                    plan --dir a --rev main                | --rev and --subdir need --repo
                    apply --dir a --repo b                 | --repo and --dir exclude each other
                    apply --dry-run --rev main             | --rev and --subdir need --repo
                    status --dir a --repo b                | --repo and --dir exclude each other
                    blame web1 --dir a --repo b            | --repo and --dir exclude each other
                    revert 4f0c2d91 --subdir site          | --rev and --subdir need --repo
                    accept 4f0c2d91 --dir a --repo b       | --repo and --dir exclude each other
                    """)
    void sourcesThatContradictEachOther(String command, String message) {
        assertUsage(message, command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "apply",
                "apply --dry-run",
                "blame web1",
                "revert 4f0c2d91",
                "accept 4f0c2d91",
                "hold --reason x --for 1h",
                "agent --once",
                "plan --node hn1"
            })
    void whereNothingWasAppliedYetTheSourceMustBeSaid(String command) {
        assertUsage(
                "say which desired state: --repo REPO or --dir DIR; nothing has been applied here"
                        + " yet",
                command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plan --base a --base-dir b --head c     | say one thing to compare from: --base REV or --base-dir DIR
                    plan --head HEAD                        | say one thing to compare from: --base REV or --base-dir DIR
                    plan --head-dir a                       | say one thing to compare from: --base REV or --base-dir DIR
                    plan --base a --head b --head-dir c     | say one thing to compare to: --head REV or --head-dir DIR
                    plan --base-dir a                       | say what to compare to: --head-dir DIR or --head REV
                    plan --base a --rev main                | --rev and --dir are for a plan on this node; compare with --base and --head, --base-dir and --head-dir
                    plan --base a --dir b                   | --rev and --dir are for a plan on this node; compare with --base and --head, --base-dir and --head-dir
                    plan --base a --out f                   | --out saves the plan of a node; --base looks at none
                    plan --head-dir a --out f               | --out saves the plan of a node; --base looks at none
                    plan -o markdown                        | -o markdown compares two revisions: add --base REV
                    plan -o md                              | -o markdown compares two revisions: add --base REV
                    plan -o SARIF                           | -o sarif compares two revisions: add --base REV
                    plan -o junit                           | -o junit compares two revisions: add --base REV
                    plan -o GitHub                          | -o github compares two revisions: add --base REV
                    """)
    void plansThatAreHalfAReview(String command, String message) {
        assertUsage(message, command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exec web1                               | say what to run in VE web1
                    runscript web1                          | say which script to run in VE web1
                    runscript web1 /nonexistent             | read script /nonexistent: not a readable file
                    runscript web1 /                        | read script /: not a readable file
                    runscript --name * /dev/null            | read script /dev/null: not a readable file
                    exec --name * --parallel 0 -- true      | --parallel 0: not from 1 to 64
                    exec --name * --parallel 65 -- true     | --parallel 65: not from 1 to 64
                    exec --label a=b --parallel -1 -- true  | --parallel -1: not from 1 to 64
                    ubc --count 0                           | --interval, --count, --held and --maxheld are above 0
                    ubc --interval -1                       | --interval, --count, --held and --maxheld are above 0
                    ubc --held 0                            | --interval, --count, --held and --maxheld are above 0
                    ubc --held NaN                          | --interval, --count, --held and --maxheld are above 0
                    ubc --maxheld -0.5                      | --interval, --count, --held and --maxheld are above 0
                    agent --once --interval 0               | --interval: 0 is below 1
                    split --ves 0                           | --ves 0 is outside 1..16384
                    split --ves 16385                       | --ves 16385 is outside 1..16384
                    """)
    void valuesOutsideTheirRange(String command, String message) {
        assertUsage(message, command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    accept            | Missing required parameter: 'COMMIT'
                    revert            | Missing required parameter: 'COMMIT'
                    blame             | Missing required parameter: 'VE'
                    suspend --reason x --for 1h | Missing required parameter: 'VE'
                    resume            | Missing required parameter: 'VE'
                    exec              | Missing required parameter: 'WORD'
                    runscript         | Missing required parameter: 'WORD'
                    enter             | Missing required parameter: 'VE'
                    split             | Missing required option: '--ves=N'
                    hold --for 1h     | Missing required option: '--reason=TEXT'
                    suspend web1      | Missing required options: '--reason=TEXT', '--for=TIME'
                    snapshot --out    | Missing required parameter for option '--out' (FILE)
                    revert a --patch  | Missing required parameter for option '--patch' (FILE)
                    accept a b        | Unmatched argument at index 4: 'b'
                    revert a b        | Unmatched argument at index 4: 'b'
                    blame a b c       | Unmatched argument at index 5: 'c'
                    ubc a b           | Unmatched argument at index 4: 'b'
                    apply a b         | Unmatched argument at index 4: 'b'
                    snapshot a        | Unmatched argument at index 3: 'a'
                    events a          | Unmatched argument at index 3: 'a'
                    """)
    void wordsThatAreMissingOrTooMany(String command, String message) {
        Result result = node.run(command.split(" "));
        assertEquals(64, result.code());
        assertEquals("", result.out());
        assertEquals("vzgit: " + message, result.err().lines().findFirst().orElseThrow());
        assertTrue(
                result.err().endsWith("See vzgit " + command.split(" ")[0] + " --help\n"),
                result.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plan -o xml          | Invalid value for option '--output': expected one of text, json, markdown, sarif, junit, github but was xml
                    ubc -o xml           | Invalid value for option '--output': expected one of [TEXT, JSON, PROMETHEUS] (case-insensitive) but was 'xml'
                    ubc --held half      | Invalid value for option '--held': 'half' is not a double
                    ubc --count 1.5      | Invalid value for option '--count': '1.5' is not an int
                    exec --name * --parallel x -- true | Invalid value for option '--parallel': 'x' is not an int
                    version --color red  | Invalid value for option '--color': expected one of [AUTO, ALWAYS, NEVER] (case-insensitive) but was 'red'
                    """)
    void valuesThatAreNone(String command, String message) {
        Result result = node.run(command.split(" "));
        assertEquals(64, result.code());
        assertEquals("vzgit: " + message, result.err().lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "../x", "a b", "é", "a/b", "\u001b[2J"})
    void aNodeNameThatIsNoneIsRefusedByEveryCommandThatTakesOne(String name) {
        String dir = node.desired.toString();
        for (String[] command :
                new String[][] {
                    {"plan", "--dir", dir},
                    {"apply", "--dir", dir},
                    {"status", "--dir", dir},
                    {"snapshot"},
                    {"agent", "--once", "--dir", dir}
                }) {
            String[] all = java.util.Arrays.copyOf(command, command.length + 1);
            all[command.length] = "--node=" + name;
            Result result = node.run(all);
            assertEquals(64, result.code(), command[0] + ": " + result);
            assertTrue(result.err().startsWith("vzgit: --node: "), command[0] + result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blame web1", "revert 4f0c2d91"})
    void aDirectoryHasNoCommits(String command) {
        assertUsage(
                "a directory has no commits; use --repo",
                command + " --node hn1 --dir " + node.desired);
    }

    @Test
    void aDirectoryCannotBeAcceptedAndIsNamed() {
        assertUsage(
                node.desired + " is a directory: it has no commits",
                "accept 4f0c2d91 --dir " + node.desired);
    }

    @Test
    void aSavedPlanTakesNoOtherTarget() throws IOException {
        Path plan = Files.writeString(directory.resolve("p"), "{}");
        for (String more :
                new String[] {"--node hn1", "--dir " + node.desired, "--repo /srv/desired.git"}) {
            assertUsage(
                    "a saved plan says itself what it is of: leave the rest away",
                    "apply " + plan + " " + more);
        }
        assertUsage("--rev and --subdir need --repo", "apply " + plan + " --rev main");
    }

    @Test
    void thisHostIsNeverTakenForAnotherNode() throws IOException {
        Files.move(node.desired.resolve("hn1.yaml"), directory.resolve("hn1.yaml"));
        node.write(
                "others.yaml",
                """
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: hn2}
                spec: {}
                """);
        for (String command : new String[] {"plan", "apply", "status"}) {
            Result result = node.run(command, "--dir", node.desired.toString());
            assertEquals(64, result.code(), command);
            assertTrue(
                    result.err()
                            .endsWith(
                                    "vzgit: this host, hn1, is none of the nodes [hn2]; say which"
                                            + " one it is: --node NAME\n"),
                    result.err());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "statsu, status",
        "aply, apply",
        "suspnd, suspend",
        "realease, release",
        "snapshto, snapshot"
    })
    void aTypoIsGuessed(String typo, String meant) {
        Result result = node.bare(typo);
        assertEquals(64, result.code());
        assertTrue(
                result.err().startsWith("vzgit: Unmatched argument at index 0: '" + typo + "'\n"),
                result.err());
        assertTrue(result.err().contains(meant), result.err());
        assertTrue(result.err().endsWith("See vzgit --help\n"), result.err());
    }

    @Test
    void aMisspeltOptionIsGuessed() {
        Result result = node.bare("snapshot", "--nod", "hn1");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--nod"), result.err());
        assertTrue(result.err().contains("--node"), result.err());
    }

    private void assertUsage(String message, String command) {
        Result result = node.run(command.split(" "));
        assertEquals(new Result(64, "", "vzgit: " + message + "\n"), result);
        assertFalse(Files.exists(node.home), "wrong usage leaves nothing behind");
    }
}
