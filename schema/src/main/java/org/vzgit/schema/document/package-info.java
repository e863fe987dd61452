/// YAML text to documents with positions, and documents to a checked
/// [org.vzgit.schema.DesiredState]. The only place of SnakeYAML Engine and of the JSON Schema
/// validator.
@NullMarked
package org.vzgit.schema.document;

import org.jspecify.annotations.NullMarked;
