package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Removes a VE's link, and with it all its routes and addresses. Success when there is none.
public record DetachNetwork(VeId veid) implements VeOperation {}
