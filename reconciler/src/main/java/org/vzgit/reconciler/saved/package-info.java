/// Plans that are written down, reviewed, and applied later exactly as they were, or not at all.
/// Pure.
@NullMarked
package org.vzgit.reconciler.saved;

import org.jspecify.annotations.NullMarked;
