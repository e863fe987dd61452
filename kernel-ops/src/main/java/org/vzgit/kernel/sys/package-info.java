/// The one door to the kernel: system calls through jnr, errno, file roots.
@NullMarked
package org.vzgit.kernel.sys;

import org.jspecify.annotations.NullMarked;
