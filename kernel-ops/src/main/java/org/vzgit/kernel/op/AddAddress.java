package org.vzgit.kernel.op;

import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// Puts an address on the VE's link and routes it there from the host.
public record AddAddress(VeId veid, IpAddress address) implements VeOperation {}
