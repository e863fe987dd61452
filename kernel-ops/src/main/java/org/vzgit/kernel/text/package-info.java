/// Parsers of cgroup text and of mount tables, which several mechanisms read: characters in,
/// records out. Pure.
@NullMarked
package org.vzgit.kernel.text;

import org.jspecify.annotations.NullMarked;
