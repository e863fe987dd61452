package org.vzgit.kernel.simulated;

import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;

/// A VE's first process.
record SimulatedInit(int pid, boolean released, TemplateRef template, String hostname) {

    SimulatedInit release() {
        return new SimulatedInit(pid, true, template, hostname);
    }

    SimulatedInit named(String newHostname) {
        return new SimulatedInit(pid, released, template, newHostname);
    }

    /// @param resolver what the private area has on disk, which outlives the process
    ObservedInit observed(Reading<Resolver> resolver) {
        return new ObservedInit(
                pid, pid, released, Reading.present(template), Reading.present(hostname), resolver);
    }
}
