/// User beancounters: what a VE holds of each resource, its bounds and its refusals, from whatever
/// the running kernel has.
@NullMarked
package org.vzgit.kernel.beancounter;

import org.jspecify.annotations.NullMarked;
