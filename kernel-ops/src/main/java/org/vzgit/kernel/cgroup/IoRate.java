package org.vzgit.kernel.cgroup;

import java.util.OptionalLong;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Resource;

/// `iolimit` and `iopslimit` bound reads and writes alike, the kernel each by itself.
final class IoRate {
    private IoRate() {}

    /// The one bound that two make. Where they differ somebody else set one of them, or a crash
    /// came between: then it is their mean, which is neither of the two, so that it differs from
    /// whatever is wanted and both are set again.
    static Limit of(Resource resource, OptionalLong read, OptionalLong write) {
        if (read.equals(write)) {
            return Values.limit(read, rate -> amount(resource, rate));
        }
        long first = read.orElse(Long.MAX_VALUE);
        long second = write.orElse(Long.MAX_VALUE);
        return Limit.of(amount(resource, first / 2 + second / 2));
    }

    private static Amount amount(Resource resource, long rate) {
        long atLeastOne = Math.max(1, rate);
        return resource == Resource.IOLIMIT
                ? new BytesPerSecond(atLeastOne)
                : new OpsPerSecond(atLeastOne);
    }
}
