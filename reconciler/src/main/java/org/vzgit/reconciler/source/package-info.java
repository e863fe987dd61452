/// Reads a desired state from a Git repository or a directory. The only place of JGit.
@NullMarked
package org.vzgit.reconciler.source;

import org.jspecify.annotations.NullMarked;
