package org.vzgit.kernel.op;

import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// Gives a VE, held or running, a bridged interface, or makes the one of this name what it is to
/// be. Another bridge or filter is set in place; another address or name means a new pair of links.
///
/// Its end in the VE is down: the VE's own network settings bring it up. Fails with
/// [FailureKind#GONE] when the VE has no routed link or the node no such bridge, and with
/// [FailureKind#CONFLICT] when somebody else's link has one of the names.
public record SetInterface(VeId veid, NetInterface netInterface) implements VeOperation {}
