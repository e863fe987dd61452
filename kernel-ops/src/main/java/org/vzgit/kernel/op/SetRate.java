package org.vzgit.kernel.op;

import java.util.Optional;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeId;

/// Caps what passes a VE's link, each way, or takes the cap away. What is above it waits in a short
/// queue of the host and is dropped when that is full; TCP finds its speed by that.
///
/// Fails with [FailureKind#GONE] when the VE has no link.
///
/// @param rate empty for no cap
public record SetRate(VeId veid, Optional<NetRate> rate) implements VeOperation {}
