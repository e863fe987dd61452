/// The port through which the rest sees a kernel: observe it, apply one operation to it.
@NullMarked
package org.vzgit.kernel;

import org.jspecify.annotations.NullMarked;
