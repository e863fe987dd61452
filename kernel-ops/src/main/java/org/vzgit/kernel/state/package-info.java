/// What was found on a node: records only, pure. "Could not read" and "is not there" are never the
/// same.
@NullMarked
package org.vzgit.kernel.state;

import org.jspecify.annotations.NullMarked;
