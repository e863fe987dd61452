package org.vzgit.schema.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of document that people write.
public enum DocumentKind {
    VE("VE"),
    PROFILE("Profile"),
    NODE("Node"),
    TEMPLATE("Template");

    /// The only version so far.
    public static final String API_VERSION = "vzgit/v1";

    private final String written;

    DocumentKind(String written) {
        this.written = written;
    }

    /// The kind with this name, in any case, so that `vzgit schema ve` works.
    public static Optional<DocumentKind> named(String name) {
        return Arrays.stream(values()).filter(k -> k.written.equalsIgnoreCase(name)).findFirst();
    }

    /// What stands behind `kind:`, for example `VE`.
    public String written() {
        return written;
    }

    /// The file name of the JSON Schema, for example `ve.v1.schema.json`.
    public String schemaName() {
        return written.toLowerCase(Locale.ROOT) + ".v1.schema.json";
    }

    /// The JSON Schema (draft 2020-12) as text, for editors and for `vzgit schema`.
    public String schemaText() {
        String resource = "/org/vzgit/schema/" + schemaName();
        try (InputStream in = DocumentKind.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("read " + resource, e);
        }
    }
}
