package org.vzgit.schema;

import static org.vzgit.schema.Disruption.LIVE;
import static org.vzgit.schema.Disruption.RECREATE;
import static org.vzgit.schema.Disruption.RELOAD;
import static org.vzgit.schema.Disruption.RESTART;
import static org.vzgit.schema.Support.CARRIED_OUT;
import static org.vzgit.schema.Support.NOT_YET;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The one table of what a VE document can say: where it is written, what OpenVZ calls it (`vzctl
/// set --NAME`), what changing it costs, and whether this version carries it out. The JSON Schema,
/// the planner, the executor and `explain` all read it here; a test holds the schema against it.
public enum VeField {
    VEID("veid", "", RECREATE, CARRIED_OUT),
    NODE("node", "", LIVE, CARRIED_OUT),
    TEMPLATE("template", "ostemplate", RECREATE, CARRIED_OUT),
    CLONE_OF("cloneOf", "", LIVE, CARRIED_OUT),
    PROFILES("profiles", "applyconfig", LIVE, CARRIED_OUT),
    STATE("state", "", LIVE, CARRIED_OUT),
    DELETION("deletion", "", LIVE, CARRIED_OUT),
    HOSTNAME("hostname", "hostname", LIVE, CARRIED_OUT),
    DESCRIPTION("description", "description", LIVE, CARRIED_OUT),
    WAVE("wave", "", LIVE, CARRIED_OUT),
    AFTER("after", "", LIVE, CARRIED_OUT),
    STOP_TIMEOUT("stopTimeout", "stop-timeout", LIVE, CARRIED_OUT),
    ONBOOT("onboot", "onboot", LIVE, CARRIED_OUT),
    BOOTORDER("bootorder", "bootorder", LIVE, CARRIED_OUT),
    DISABLED("disabled", "disabled", LIVE, CARRIED_OUT),
    ROOT("root", "root", RESTART, NOT_YET),
    PRIVATE("private", "private", RECREATE, NOT_YET),
    MOUNT_OPTS("mount_opts", "mount_opts", RESTART, NOT_YET),
    USERPASSWD("userpasswd", "userpasswd", LIVE, NOT_YET),
    CAPABILITY("capability", "capability", RESTART, NOT_YET),
    FEATURES("features", "features", RESTART, NOT_YET),
    NETFILTER("netfilter", "netfilter", RESTART, NOT_YET),
    IPTABLES("iptables", "iptables", RESTART, NOT_YET),
    DEVNODES("devnodes", "devnodes", LIVE, NOT_YET),
    DEVICES("devices", "devices", LIVE, NOT_YET),
    PCI("pci", "pci_add", LIVE, NOT_YET),
    NETDEV("netdev", "netdev_add", LIVE, NOT_YET),
    MEMINFO("meminfo", "meminfo", LIVE, NOT_YET),
    LOCAL_UID("local_uid", "local_uid", RECREATE, NOT_YET),
    LOCAL_GID("local_gid", "local_gid", RECREATE, NOT_YET),
    NOATIME("noatime", "noatime", RESTART, CARRIED_OUT),
    BINDMOUNTS("bindmounts", "bindmount_add", LIVE, CARRIED_OUT),
    NUMNETIF("numnetif", "numnetif", LIVE, NOT_YET),
    MEMGUARANTEE("memguarantee", "memguarantee", LIVE, NOT_YET),
    PAGECACHE_ISOLATION("pagecache-isolation", "pagecache-isolation", LIVE, NOT_YET),
    JQUOTA("jquota", "jquota", RESTART, NOT_YET),
    RATE("rate", "rate", LIVE, CARRIED_OUT),
    RATEBOUND("ratebound", "ratebound", LIVE, CARRIED_OUT),
    ACTION_SCRIPTS("actionScripts", "", LIVE, CARRIED_OUT),

    NETWORK_ADDRESSES("network.addresses", "ipadd", LIVE, CARRIED_OUT),
    NETWORK_NAMESERVERS("network.nameservers", "nameserver", RELOAD, CARRIED_OUT),
    NETWORK_SEARCHDOMAINS("network.searchdomains", "searchdomain", RELOAD, CARRIED_OUT),
    NETWORK_INTERFACES("network.interfaces", "netif_add", LIVE, CARRIED_OUT),
    NETWORK_GW("network.gw", "gw", LIVE, NOT_YET),
    NETWORK_GW6("network.gw6", "gw6", LIVE, NOT_YET),
    NETWORK_DHCP("network.dhcp", "dhcp", RESTART, NOT_YET),
    NETWORK_DHCP6("network.dhcp6", "dhcp6", RESTART, NOT_YET),

    CPU_UNITS("cpu.units", "cpuunits", LIVE, CARRIED_OUT),
    CPU_LIMIT("cpu.limit", "cpulimit", LIVE, CARRIED_OUT),
    CPU_CPUS("cpu.cpus", "cpus", LIVE, CARRIED_OUT),
    CPU_MASK("cpu.mask", "cpumask", LIVE, CARRIED_OUT),
    CPU_NODEMASK("cpu.nodemask", "nodemask", LIVE, CARRIED_OUT),

    IO_PRIORITY("io.priority", "ioprio", LIVE, CARRIED_OUT),
    IO_LIMIT("io.limit", "iolimit", LIVE, CARRIED_OUT),
    IO_IOPS("io.iops", "iopslimit", LIVE, CARRIED_OUT),

    DISK_QUOTA("disk.quota", "diskquota", LIVE, CARRIED_OUT),
    DISK_SPACE("disk.space", "diskspace", LIVE, CARRIED_OUT),
    DISK_INODES("disk.inodes", "diskinodes", LIVE, CARRIED_OUT),
    DISK_GRACE_TIME("disk.graceTime", "quotatime", LIVE, CARRIED_OUT),
    DISK_USER_QUOTA("disk.userQuota", "quotaugidlimit", LIVE, CARRIED_OUT),

    MEMORY_RAM("memory.ram", "ram", LIVE, CARRIED_OUT),
    MEMORY_SWAP("memory.swap", "swap", LIVE, CARRIED_OUT),
    MEMORY_VM_OVERCOMMIT("memory.vm_overcommit", "vm_overcommit", LIVE, NOT_YET),

    KMEMSIZE("beancounters.kmemsize", "kmemsize", LIVE, CARRIED_OUT),
    LOCKEDPAGES("beancounters.lockedpages", "lockedpages", LIVE, CARRIED_OUT),
    PRIVVMPAGES("beancounters.privvmpages", "privvmpages", LIVE, CARRIED_OUT),
    SHMPAGES("beancounters.shmpages", "shmpages", LIVE, CARRIED_OUT),
    NUMPROC("beancounters.numproc", "numproc", LIVE, CARRIED_OUT),
    PHYSPAGES("beancounters.physpages", "physpages", LIVE, CARRIED_OUT),
    VMGUARPAGES("beancounters.vmguarpages", "vmguarpages", LIVE, CARRIED_OUT),
    OOMGUARPAGES("beancounters.oomguarpages", "oomguarpages", LIVE, CARRIED_OUT),
    NUMTCPSOCK("beancounters.numtcpsock", "numtcpsock", LIVE, CARRIED_OUT),
    NUMFLOCK("beancounters.numflock", "numflock", LIVE, CARRIED_OUT),
    NUMPTY("beancounters.numpty", "numpty", LIVE, CARRIED_OUT),
    NUMSIGINFO("beancounters.numsiginfo", "numsiginfo", LIVE, CARRIED_OUT),
    TCPSNDBUF("beancounters.tcpsndbuf", "tcpsndbuf", LIVE, CARRIED_OUT),
    TCPRCVBUF("beancounters.tcprcvbuf", "tcprcvbuf", LIVE, CARRIED_OUT),
    OTHERSOCKBUF("beancounters.othersockbuf", "othersockbuf", LIVE, CARRIED_OUT),
    DGRAMRCVBUF("beancounters.dgramrcvbuf", "dgramrcvbuf", LIVE, CARRIED_OUT),
    NUMOTHERSOCK("beancounters.numothersock", "numothersock", LIVE, CARRIED_OUT),
    DCACHESIZE("beancounters.dcachesize", "dcachesize", LIVE, CARRIED_OUT),
    NUMFILE("beancounters.numfile", "numfile", LIVE, CARRIED_OUT),
    NUMIPTENT("beancounters.numiptent", "numiptent", LIVE, CARRIED_OUT),
    SWAPPAGES("beancounters.swappages", "swappages", LIVE, CARRIED_OUT),
    /// No bound: the usual number of processes, for the consistency rules.
    AVNUMPROC("beancounters.avnumproc", "avnumproc", LIVE, CARRIED_OUT);

    private static final Map<String, VeField> BY_PATH =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(VeField::path, Function.identity()));

    private final String path;
    private final String option;
    private final Disruption disruption;
    private final Support support;

    VeField(String path, String option, Disruption disruption, Support support) {
        this.path = path;
        this.option = option;
        this.disruption = disruption;
        this.support = support;
    }

    /// The field written at a path below `spec`, for example `cpu.units`.
    public static Optional<VeField> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /// Where it stands below `spec`, with dots: `cpu.units`.
    public String path() {
        return path;
    }

    /// The option of `vzctl set` that it replaces, without dashes; empty where OpenVZ has none.
    public String option() {
        return option;
    }

    public Disruption disruption() {
        return disruption;
    }

    public Support support() {
        return support;
    }

    /// The name that plans, journals and lists show: the OpenVZ name, or the path where OpenVZ has
    /// none.
    public String display() {
        return switch (this) {
            case NETWORK_ADDRESSES -> "address";
            case TEMPLATE -> "template";
            case PROFILES -> "profiles";
            case BINDMOUNTS -> "bindmount";
            case NETWORK_INTERFACES -> "netif";
            default -> option.isEmpty() ? path : option;
        };
    }
}
