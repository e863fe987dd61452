/// Parsers of proc, sys and cgroup text: characters in, records out. Pure.
@NullMarked
package org.vzgit.kernel.text;

import org.jspecify.annotations.NullMarked;
