/// Carries plans out, step by step, and writes the journal.
@NullMarked
package org.vzgit.reconciler.apply;

import org.jspecify.annotations.NullMarked;
