package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Severity;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// The JSON Schemas against the table of fields, in both directions, and against their own house
/// rules.
final class SchemaAgreementTest {
    /// What a profile cannot set, because it makes a VE that VE.
    private static final Set<VeField> OF_ONE_VE =
            Set.of(
                    VeField.VEID,
                    VeField.NODE,
                    VeField.TEMPLATE,
                    VeField.CLONE_OF,
                    VeField.HOSTNAME,
                    VeField.DESCRIPTION,
                    VeField.ROOT,
                    VeField.PRIVATE,
                    VeField.LOCAL_UID,
                    VeField.LOCAL_GID,
                    VeField.NETWORK_ADDRESSES,
                    VeField.NETWORK_INTERFACES);

    @Test
    void veSchemaHasExactlyTheFieldsOfTheTable() {
        assertEquals(paths(List.of(VeField.values())), leaves(DocumentKind.VE));
    }

    @Test
    void profileSchemaHasTheSameFieldsButThoseOfOneVe() {
        assertEquals(
                paths(
                        Arrays.stream(VeField.values())
                                .filter(field -> !OF_ONE_VE.contains(field))
                                .toList()),
                leaves(DocumentKind.PROFILE));
    }

    @ParameterizedTest
    @EnumSource
    void schemaSaysOfAFieldWhatTheTableSays(VeField field) {
        JsonNode schema = SchemaTree.of(DocumentKind.VE).at(Pointer.of(field));
        assertEquals(
                field.disruption().name().toLowerCase(Locale.ROOT),
                schema.path("x-disruption").asString(""));
        assertEquals(field.option(), schema.path("x-openvz").asString(""));
        assertEquals(
                field.support() == Support.CARRIED_OUT ? "carried-out" : "not-yet",
                schema.path("x-support").asString(""));
    }

    @ParameterizedTest
    @EnumSource
    void docsOfAFieldAreComplete(VeField field) {
        FieldDocs docs = FieldDocs.of(field);
        assertTrue(docs.description().endsWith("."), docs.description());
        assertFalse(docs.unit().isEmpty());
        assertFalse(docs.example().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void everyExampleIsAcceptedByTheReader(VeField field) {
        JsonNode examples = SchemaTree.of(DocumentKind.VE).at(Pointer.of(field)).path("examples");
        for (JsonNode example : examples) {
            Findings findings = new Findings(new SourceLines(List.of()));
            Document ve = withField(field, example.toString());
            new SchemaCheck().check(ve, findings);
            FieldReader.read(ve, findings);
            assertEquals(
                    List.of(),
                    findings.sorted().stream()
                            .filter(d -> d.severity() == Severity.ERROR)
                            .filter(d -> d.code() != DiagnosticCode.MISSING_FIELD)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLeafOfEveryKindIsExplained(DocumentKind kind) {
        assertExplained("", SchemaTree.of(kind).root().path("properties"));
    }

    @ParameterizedTest
    @EnumSource
    void schemasAreValidDraft202012(DocumentKind kind) {
        var metaSchema =
                SchemaRegistry.withDialect(Dialects.getDraft202012())
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), metaSchema.validate(SchemaTextReader.read(kind.schemaText())));
    }

    @ParameterizedTest
    @EnumSource
    void noMappingTakesUnknownFields(DocumentKind kind) {
        assertClosed(SchemaTree.of(kind).root());
    }

    private static void assertExplained(String path, JsonNode properties) {
        for (var entry : properties.properties()) {
            JsonNode schema = entry.getValue();
            String here = path + "/" + entry.getKey();
            if (schema.has("$ref") && !schema.has("description")) {
                assertTrue(schema.path("$ref").asString("").startsWith("ve.v1"), here);
            } else if (isLeaf(here, schema)) {
                for (String keyword : List.of("description", "x-unit", "examples")) {
                    assertFalse(schema.path(keyword).isMissingNode(), here + " has no " + keyword);
                }
            } else {
                assertFalse(schema.path("description").isMissingNode(), here);
                assertExplained(here, schema.path("properties"));
            }
        }
    }

    private static boolean isLeaf(String pointer, JsonNode schema) {
        return schema.has("examples")
                || !schema.has("properties")
                || VeField.at(Pointer.spoken(pointer)).isPresent();
    }

    private static void assertClosed(JsonNode schema) {
        if (schema.isObject() && schema.path("properties").isObject()) {
            assertTrue(schema.has("additionalProperties"), schema.toString());
        }
        schema.forEach(SchemaAgreementTest::assertClosed);
    }

    private static Set<String> paths(List<VeField> fields) {
        return fields.stream().map(VeField::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> leaves(DocumentKind kind) {
        return leaves(kind, "/spec").collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> leaves(DocumentKind kind, String pointer) {
        return SchemaTree.of(kind).fieldsAt(pointer).stream()
                .map(name -> pointer + "/" + name)
                .flatMap(child ->
                        VeField.at(Pointer.spoken(child)).isPresent()
                                        || SchemaTree.of(kind).fieldsAt(child).isEmpty()
                                ? Stream.of(Pointer.spoken(child))
                                : leaves(kind, child));
    }

    private static Document withField(VeField field, String json) {
        String text = json;
        for (String step : Arrays.asList(field.path().split("\\.")).reversed()) {
            text = "{" + step + ": " + text + "}";
        }
        Tree tree =
                YamlComposer.compose(
                                new DocumentText("test", 1, "spec: " + text),
                                new Findings(new SourceLines(List.of())))
                        .orElseThrow()
                        .getFirst();
        return new Document(DocumentKind.VE, tree);
    }
}
