/// User beancounters for people, monitors and programs: which rows, since when, in which form.
@NullMarked
package org.vzgit.reconciler.ubc;

import org.jspecify.annotations.NullMarked;
