package org.vzgit.schema;

import java.util.Locale;

/// A resource of a VE that one kernel setting bounds and that is changed on the fly. The names are
/// OpenVZ's.
public enum Resource {
    /// RAM with page cache, in pages.
    PHYSPAGES(VeField.PHYSPAGES),
    /// Swap space, in pages.
    SWAPPAGES(VeField.SWAPPAGES),
    /// Processes and threads.
    NUMPROC(VeField.NUMPROC),
    /// Share of CPU time.
    CPUUNITS(VeField.CPU_UNITS),
    /// Cap on CPU time, in percent of one CPU: the smaller of `cpu.limit` and 100 × `cpu.cpus`.
    CPULIMIT(VeField.CPU_LIMIT),
    /// CPUs on which the VE may run.
    CPUMASK(VeField.CPU_MASK),
    /// NUMA nodes from which the VE gets memory.
    NODEMASK(VeField.CPU_NODEMASK),
    /// Share of disk time.
    IOPRIO(VeField.IO_PRIORITY),
    /// Cap on disk bandwidth, reads and writes each.
    IOLIMIT(VeField.IO_LIMIT),
    /// Cap on disk operations, reads and writes each.
    IOPSLIMIT(VeField.IO_IOPS);

    private final VeField field;

    Resource(VeField field) {
        this.field = field;
    }

    /// The field of a VE document that people write to set it.
    public VeField field() {
        return field;
    }

    /// The OpenVZ name, for example `physpages`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
