package org.vzgit.kernel.op;

import org.vzgit.kernel.state.Resolver;
import org.vzgit.schema.VeId;

/// Replaces `/etc/resolv.conf` of a running or held VE. Nothing outside the VE's root is ever
/// followed.
public record WriteResolver(VeId veid, Resolver resolver) implements VeOperation {}
