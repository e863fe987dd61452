/// Resource limits through cgroup v1 and v2 behind one face, one file per controller.
@NullMarked
package org.vzgit.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
