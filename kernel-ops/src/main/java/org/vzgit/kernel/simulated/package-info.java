/// A node in memory, with the effects of every operation and none of the kernel: what plans are
/// tried on.
@NullMarked
package org.vzgit.kernel.simulated;

import org.jspecify.annotations.NullMarked;
