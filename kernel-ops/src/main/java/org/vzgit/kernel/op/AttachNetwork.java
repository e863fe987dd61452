package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Gives a running or held VE its routed link: a veth pair with one end inside as `eth0`, both ends
/// up, default routes inside for v4 and v6. Addresses are added one by one with [AddAddress].
public record AttachNetwork(VeId veid) implements VeOperation {}
