/// What fits together and what fits on a node: OpenVZ's consistency rules for the beancounters of
/// one VE, and its utilisation and commitment formulas for all VEs of a node.
///
/// Functions from values to values: no files, no clock. [Consistency] and [Capacity] take plain
/// maps of bounds and readings, so that desired and live values go through the same formulas.
@NullMarked
package org.vzgit.schema.check;

import org.jspecify.annotations.NullMarked;
