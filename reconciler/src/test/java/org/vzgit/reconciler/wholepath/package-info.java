/// The main path on the running kernel: documents become VEs, and stay as they are wanted.
@NullMarked
package org.vzgit.reconciler.wholepath;

import org.jspecify.annotations.NullMarked;
