package org.vzgit.kernel.op;

import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// Asks the VE's init to halt, waits, then kills everything in the VE. Success when nothing runs.
///
/// @param timeout how long the init may take; 0 kills at once
public record StopVe(VeId veid, Seconds timeout) implements VeOperation {}
