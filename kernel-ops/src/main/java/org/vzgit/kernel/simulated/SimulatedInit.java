package org.vzgit.kernel.simulated;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.BindMount;

/// A VE's first process.
record SimulatedInit(
        int pid,
        boolean released,
        TemplateRef template,
        String hostname,
        SortedMap<String, BindMount> binds,
        boolean noatime) {
    SimulatedInit {
        binds = Collections.unmodifiableSortedMap(new TreeMap<>(binds));
    }

    SimulatedInit(
            int pid, boolean released, TemplateRef template, String hostname, boolean noatime) {
        this(pid, released, template, hostname, new TreeMap<>(), noatime);
    }

    SimulatedInit release() {
        return new SimulatedInit(pid, true, template, hostname, binds, noatime);
    }

    SimulatedInit named(String newHostname) {
        return new SimulatedInit(pid, released, template, newHostname, binds, noatime);
    }

    SimulatedInit bound(Consumer<SortedMap<String, BindMount>> change) {
        SortedMap<String, BindMount> changed = new TreeMap<>(binds);
        change.accept(changed);
        return new SimulatedInit(pid, released, template, hostname, changed, noatime);
    }

    /// @param resolver what the private area has on disk, which outlives the process
    ObservedInit observed(Reading<Resolver> resolver) {
        return new ObservedInit(
                pid,
                pid,
                released,
                Reading.present(template),
                Reading.present(hostname),
                resolver,
                Reading.present(binds),
                Reading.present(noatime));
    }
}
