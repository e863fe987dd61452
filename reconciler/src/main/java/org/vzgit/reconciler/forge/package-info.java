/// What an agent tells a forge by itself: what its node uses, and how far a commit has come there.
@NullMarked
package org.vzgit.reconciler.forge;

import org.jspecify.annotations.NullMarked;
