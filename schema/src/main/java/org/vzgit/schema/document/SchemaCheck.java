package org.vzgit.schema.document;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// Holds a document against the JSON Schema of its kind. The only place of the networknt validator,
/// whose own messages change between its versions: [SchemaFinding] words ours from keyword and
/// position.
final class SchemaCheck {
    /// Where the schemas say they live; nothing is fetched from there.
    private static final String HOME = "classpath:/org/vzgit/schema/";

    /// Of a field that has a [ValueSyntax], these still hold for its mapping and its list form; all
    /// others would repeat what the syntax says better.
    private static final Set<String> ABOUT_CONTAINERS = Set.of("additionalProperties", "maxItems");

    private final SchemaRegistry registry =
            SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    builder ->
                            builder.nodeReader(new SchemaTextReader())
                                    .schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .preloadSchema(false)
                                                    .build()));

    private final Map<DocumentKind, Schema> compiled = new EnumMap<>(DocumentKind.class);

    /// Begins with the schema that nearly every revision needs, on another processor: the files
    /// have to be found and read first, which takes one.
    void begin() {
        ForkJoinPool.commonPool().execute(() -> schema(DocumentKind.VE));
    }

    /// Whether the document has the shape of its kind; what is wrong becomes findings.
    boolean check(Document document, Findings findings) {
        boolean sound = true;
        for (Error error : schema(document.kind()).validate(document.tree().root())) {
            String pointer = pointer(error.getInstanceLocation());
            if (!hasOwnSyntax(document, pointer) || ABOUT_CONTAINERS.contains(error.getKeyword())) {
                sound = false;
                new SchemaFinding(document, pointer, error.getKeyword(), property(error))
                        .report(error.getSchemaNode(), findings);
            }
        }
        return sound;
    }

    /// The JSON type as people call it.
    static String typeOf(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "a mapping";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case STRING, BINARY -> "text";
            case NULL, MISSING -> "nothing";
        };
    }

    /// Compiled once, and only for kinds that occur: compiling costs more than checking a thousand
    /// documents.
    private synchronized Schema schema(DocumentKind kind) {
        return compiled.computeIfAbsent(
                kind,
                k ->
                        registry.getSchema(
                                SchemaLocation.of(HOME + k.schemaName()),
                                SchemaTextReader.read(k.schemaText())));
    }

    private static boolean hasOwnSyntax(Document document, String pointer) {
        if (document.kind() != DocumentKind.VE && document.kind() != DocumentKind.PROFILE) {
            return false;
        }
        for (String at = pointer; !at.isEmpty(); at = Pointer.parent(at)) {
            var field = VeField.at(Pointer.spoken(at));
            if (field.isPresent()) {
                return FieldSyntax.of(field.get()).isPresent();
            }
        }
        return false;
    }

    private static String pointer(NodePath path) {
        String pointer = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = Pointer.below(pointer, String.valueOf(path.getElement(i)));
        }
        return pointer;
    }

    @SuppressWarnings("NullAway") // the validator is not annotated; most keywords have no property
    private static String property(Error error) {
        String property = error.getProperty();
        return property == null ? "" : property;
    }
}
