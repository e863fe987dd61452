package org.vzgit.kernel.op;

import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// Takes an address off the VE's link and its route off the host. Connections over it end.
public record RemoveAddress(VeId veid, IpAddress address) implements VeOperation {}
