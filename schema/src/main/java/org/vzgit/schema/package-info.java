/// What people write, as checked values: VEs, profiles, nodes and templates with their limits.
///
/// Everything here is immutable, knows its unit and its legal range, and knows neither Git nor the
/// kernel. Documents become these values in [org.vzgit.schema.document].
@NullMarked
package org.vzgit.schema;

import org.jspecify.annotations.NullMarked;
