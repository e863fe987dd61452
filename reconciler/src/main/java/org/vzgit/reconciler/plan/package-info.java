/// Differences to a graph of single-effect operations with causes, in order of risk. Pure.
@NullMarked
package org.vzgit.reconciler.plan;

import org.jspecify.annotations.NullMarked;
