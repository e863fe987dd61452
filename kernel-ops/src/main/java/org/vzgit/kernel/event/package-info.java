/// What the kernel tells by itself about VEs: writes to their cgroups, the end of their inits,
/// changes of the network.
@NullMarked
package org.vzgit.kernel.event;

import org.jspecify.annotations.NullMarked;
