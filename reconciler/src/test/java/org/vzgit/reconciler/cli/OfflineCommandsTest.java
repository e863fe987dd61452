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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.DocumentKind;
import tools.jackson.databind.json.JsonMapper;

class OfflineCommandsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node =
                new TestNode(directory)
                        .on(_ -> {
                            throw new AssertionError("an offline command opens the kernel");
                        });
    }

    @Test
    void versionNamesBothVersions() {
        var result = node.bare("version");
        assertEquals(0, result.code());
        assertTrue(result.out().matches("vzgit \\S+ \\(Java 25\\S*\\)\n"), result.out());
        var json = JSON.readTree(node.bare("version", "-o", "json").out());
        assertEquals("Version", json.get("kind").asString());
        assertFalse(json.get("version").asString().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionIsAScriptThatKnowsTheCommands(String shell) {
        var result = node.bare("completion", shell);
        assertEquals(0, result.code());
        assertTrue(result.out().contains("validate"), result.out());
        assertTrue(result.out().contains("complete"), result.out());
        assertEquals(shell.equals("zsh"), result.out().startsWith("autoload"));
    }

    @ParameterizedTest
    @EnumSource(DocumentKind.class)
    void schemaOfEachKindIsJson(DocumentKind kind) {
        var result = node.bare("schema", kind.written());
        assertEquals(0, result.code());
        assertTrue(JSON.readTree(result.out()).isObject());
        assertTrue(node.bare("schema").out().contains(kind.schemaName()));
    }

    @Test
    void schemaOfAnUnknownKindIsWrongUsage() {
        assertEquals(64, node.bare("schema", "Pod").code());
    }

    @ParameterizedTest
    @EnumSource(VeField.class)
    void everyFieldIsExplained(VeField field) {
        var result = node.bare("explain", field.path());
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("spec." + field.path()), result.out());
        if (!field.option().isEmpty()) {
            assertTrue(node.bare("explain", "--", "--" + field.option()).out().contains("vzctl"));
        }
    }

    @ParameterizedTest
    @EnumSource(DiagnosticCode.class)
    void everyMessageCodeIsExplained(DiagnosticCode code) {
        var result = node.bare("explain", code.id());
        assertEquals(0, result.code());
        assertTrue(result.out().startsWith(code.id()), result.out());
        assertTrue(result.out().contains(code.explanation()), result.out());
    }

    @ParameterizedTest
    @EnumSource(Blocked.Reason.class)
    void everyReasonIsExplained(Blocked.Reason reason) {
        assertEquals(0, node.bare("explain", PlanJson.code(reason)).code());
    }

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void everyExitCodeIsExplained(ExitCode code) throws IOException {
        assertTrue(
                node.bare("explain", "exit-codes")
                        .out()
                        .contains(String.format("%3d  %s\n", code.code(), code.meaning())));
        String page = Files.readString(Path.of("../docs/exit-codes.md"));
        assertTrue(page.contains("| " + code.code() + " | " + code.meaning()), page);
    }

    @Test
    void unknownTopicIsWrongUsageWithAHint() {
        var result = node.bare("explain", "proc");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("beancounters.numproc"), result.err());
    }

    @Test
    void validStateIsCountedAndAccepted() throws IOException {
        node.withWeb1(100);
        var result = node.bare("validate", node.desired.toString());
        assertEquals(0, result.code());
        assertEquals("0 errors, 0 warnings in 2 documents (1 VE)\n", result.out());
    }

    @Test
    void errorsAreShownWhereTheyStand() throws IOException {
        node.withWeb1(100);
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        var result = node.bare("validate", node.desired.toString());
        assertEquals(3, result.code());
        String where = node.desired.resolve("web2.yaml") + ":8:";
        assertTrue(result.out().contains(where), result.out());
        assertTrue(result.out().contains("VZ1003"), result.out());
        assertTrue(result.out().contains("hostname"), result.out());
        assertTrue(result.out().contains("1 error, 0 warnings"), result.out());
    }

    @Test
    void errorsAreDataForPrograms() throws IOException {
        node.withWeb1(100);
        node.write("web2.yaml", TestNode.ve("web2", 101, ""));
        var json =
                JSON.readTree(node.bare("validate", "-o", "json", node.desired.toString()).out());
        assertFalse(json.get("valid").asBoolean());
        assertEquals("VZ2001", json.get("findings").get(0).get("code").asString());
    }

    @Test
    void severalPathsAreOneState() throws IOException {
        node.write("ve/web1.yaml", TestNode.ve("web1", 101, "profiles: [small]"));
        node.write(
                "small.yaml",
                """
                apiVersion: vzgit/v1
                kind: Profile
                metadata: {name: small}
                spec: {}
                """);
        String ve = node.desired.resolve("ve").toString();
        String profile = node.desired.resolve("small.yaml").toString();
        assertEquals(0, node.bare("validate", ve, profile).code());
        assertEquals(3, node.bare("validate", ve).code());
    }

    @Test
    void nothingToValidateIsWrongUsage() {
        assertEquals(64, node.bare("validate").code());
        assertEquals(64, node.bare("validate", "--repo", "x", "a.yaml").code());
        assertEquals(64, node.bare("validate", "--rev", "main").code());
    }

    @Test
    void missingPathIsNamed() {
        var result = node.bare("validate", directory.resolve("gone").toString());
        assertEquals(1, result.code());
        assertTrue(result.err().startsWith("vzgit: "), result.err());
        assertTrue(result.err().contains("gone"), result.err());
    }
}
