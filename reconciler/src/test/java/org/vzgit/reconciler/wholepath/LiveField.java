package org.vzgit.reconciler.wholepath;

/// Each field that is changed on the fly, with what the kernel's own file says after each of two
/// values.
enum LiveField {
    NUMPROC("beancounters", "{numproc: 60}", "{numproc: 70}"),
    RAM("memory", "{ram: 64M}", "{ram: 96M}"),
    SWAP("memory", "{ram: 64M, swap: 32M}", "{ram: 64M, swap: 64M}"),
    UNITS("cpu", "{units: 1000}", "{units: 2000}"),
    LIMIT("cpu", "{limit: 50}", "{limit: 25}"),
    CPUS("cpu", "{cpus: 2}", "{cpus: 1}"),
    MASK("cpu", "{mask: \"0\"}", "{mask: \"0-1\"}"),
    NODEMASK("cpu", "{nodemask: all}", "{nodemask: \"0\"}"),
    IO_LIMIT("io", "{limit: 10M}", "{limit: 20M}"),
    IOPS("io", "{iops: 500}", "{iops: 900}"),
    IO_PRIORITY("io", "{priority: 4}", "{priority: 6}");

    final String key;
    final String first;
    final String second;

    LiveField(String key, String first, String second) {
        this.key = key;
        this.first = first;
        this.second = second;
    }

    /// @param text what the file has after the second value
    record Expected(String controller, String file, String text) {}

    Expected expected(boolean v2) {
        return v2 ? onV2() : onV1();
    }

    private Expected onV1() {
        return switch (this) {
            case NUMPROC -> new Expected("pids", "pids.max", "70");
            case RAM -> new Expected("memory", "memory.limit_in_bytes", "" + (96 << 20));
            case SWAP -> new Expected("memory", "memory.memsw.limit_in_bytes", "" + (128 << 20));
            case UNITS -> new Expected("cpu", "cpu.shares", "2048");
            case LIMIT -> new Expected("cpu", "cpu.cfs_quota_us", "25000");
            case CPUS -> new Expected("cpu", "cpu.cfs_quota_us", "100000");
            case MASK -> new Expected("cpuset", "cpuset.cpus", "0-1");
            case NODEMASK -> new Expected("cpuset", "cpuset.mems", "0");
            case IO_LIMIT ->
                    new Expected("blkio", "blkio.throttle.write_bps_device", " " + (20 << 20));
            case IOPS -> new Expected("blkio", "blkio.throttle.read_iops_device", " 900");
            case IO_PRIORITY -> new Expected("blkio", "blkio.bfq.weight", "");
        };
    }

    private Expected onV2() {
        return switch (this) {
            case NUMPROC -> new Expected("", "pids.max", "70");
            case RAM -> new Expected("", "memory.max", "" + (96 << 20));
            case SWAP -> new Expected("", "memory.swap.max", "" + (64 << 20));
            case UNITS -> new Expected("", "cpu.weight", "200");
            case LIMIT -> new Expected("", "cpu.max", "25000 100000");
            case CPUS -> new Expected("", "cpu.max", "100000 100000");
            case MASK -> new Expected("", "cpuset.cpus", "0-1");
            case NODEMASK -> new Expected("", "cpuset.mems", "0");
            case IO_LIMIT -> new Expected("", "io.max", "wbps=" + (20 << 20));
            case IOPS -> new Expected("", "io.max", "riops=900");
            case IO_PRIORITY -> new Expected("", "io.weight", "");
        };
    }
}
