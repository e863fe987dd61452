package org.vzgit.kernel.state;

/// The host ids of one VE that become those of another. Ids of nobody's VE stay what they are.
///
/// @param from the first of 65,536
/// @param to what it becomes
public record IdShift(long from, long to) {}
