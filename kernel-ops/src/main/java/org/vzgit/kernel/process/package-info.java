/// VE processes: launching behind a gate, stopping, executing inside, finding the init.
@NullMarked
package org.vzgit.kernel.process;

import org.jspecify.annotations.NullMarked;
