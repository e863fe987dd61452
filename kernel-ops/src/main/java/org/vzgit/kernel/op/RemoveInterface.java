package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Takes a bridged interface away from a VE, at both ends. Success when it is not there.
///
/// @param name as the VE was given it; what the VE's root calls it now does not matter
public record RemoveInterface(VeId veid, String name) implements VeOperation {}
