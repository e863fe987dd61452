package org.vzgit.schema.document;

import com.networknt.schema.InputFormat;
import com.networknt.schema.serialization.NodeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads our own JSON Schemas. JSON is YAML, so the parser that is needed anyway reads them, and
/// Jackson's parser and mapper, about 100 ms of class loading, are never touched.
final class SchemaTextReader implements NodeReader {

    @Override
    public JsonNode readTree(String content, InputFormat format) {
        return read(content);
    }

    @Override
    public JsonNode readTree(InputStream content, InputFormat format) {
        try {
            return read(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("read a JSON Schema", e);
        }
    }

    static JsonNode read(String text) {
        return YamlComposer.compose(
                        new DocumentText("schema", 1, text),
                        new Findings(new SourceLines(List.of())))
                .orElseThrow(() -> new IllegalStateException("not a JSON Schema"))
                .getFirst()
                .root();
    }
}
