/// Wires the mechanisms behind [org.vzgit.kernel.Kernel] for the running kernel.
@NullMarked
package org.vzgit.kernel.linux;

import org.jspecify.annotations.NullMarked;
