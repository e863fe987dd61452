/// What a node looks like now, for people and machines.
@NullMarked
package org.vzgit.reconciler.status;

import org.jspecify.annotations.NullMarked;
