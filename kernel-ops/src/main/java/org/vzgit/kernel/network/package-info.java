/// Routed veth networks of VEs through netlink, no helper programs.
@NullMarked
package org.vzgit.kernel.network;

import org.jspecify.annotations.NullMarked;
