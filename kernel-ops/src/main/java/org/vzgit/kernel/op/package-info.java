/// The operations: one kernel effect each, final values, nothing left to look up. Pure.
@NullMarked
package org.vzgit.kernel.op;

import org.jspecify.annotations.NullMarked;
