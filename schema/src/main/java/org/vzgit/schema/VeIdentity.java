package org.vzgit.schema;

/// Which VE this is and where it belongs.
public record VeIdentity(VeId veid, VeName name, NodeName node) {}
