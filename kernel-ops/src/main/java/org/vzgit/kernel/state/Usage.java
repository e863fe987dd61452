package org.vzgit.kernel.state;

import org.vzgit.schema.Amount;
import org.vzgit.schema.Limit;

/// One resource of a VE as its cgroup shows it.
///
/// @param limit the bound in force; never [Limit.NotManaged]
/// @param held in use now
/// @param maxheld highest use since the cgroup was made
/// @param failcnt how often the kernel refused, since the cgroup was made
public record Usage(
        Reading<Limit> limit,
        Reading<Amount> held,
        Reading<Amount> maxheld,
        Reading<Long> failcnt) {

    /// A resource of which only the bound can be read.
    public static Usage ofLimit(Reading<Limit> limit) {
        return new Usage(limit, Reading.absent(), Reading.absent(), Reading.absent());
    }
}
