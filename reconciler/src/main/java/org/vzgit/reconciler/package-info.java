/// From a Git commit to a changed kernel: the entry point.
@NullMarked
package org.vzgit.reconciler;

import org.jspecify.annotations.NullMarked;
