/// One class per command, and the exit codes.
@NullMarked
package org.vzgit.reconciler.cli;

import org.jspecify.annotations.NullMarked;
