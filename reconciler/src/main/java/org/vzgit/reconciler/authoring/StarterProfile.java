package org.vzgit.reconciler.authoring;

import java.util.List;
import java.util.Optional;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.DocumentKind;

/// The profile of one of N equal VEs on a node: vzsplit's job.
public final class StarterProfile {
    /// What the node's own system keeps of the disk (`vzsplit.c`).
    private static final long DISK_RESERVE = 10L << 30;

    /// Bytes of disk for which vzsplit gives an inode.
    private static final long BYTES_PER_INODE = 16_384;

    private static final int NUMIPTENT_MIN = 4;
    private static final int NUMIPTENT_MAX = 200;

    /// Rules of all VEs together that a node bears (`vzsplit.c`).
    private static final int NUMIPTENT_OF_NODE = 2_000;

    private static final int NUMPTY_MIN = 4;
    private static final int NUMPTY_MAX = 512;
    private static final int NUMFLOCK_MAX = 1_000;

    private final DraftDocument profile;
    private final HostSize host;
    private final int ves;

    private StarterProfile(HostSize host, int ves, String name) {
        this.host = host;
        this.ves = ves;
        profile = new DraftDocument(DocumentKind.PROFILE, name);
        profile.header(
                List.of(
                        ves
                                + " equal VEs on a node with "
                                + size(host.memory())
                                + " of RAM, "
                                + size(host.swap())
                                + " of swap and "
                                + host.cpus()
                                + " CPUs,",
                        "by vzsplit's formulas. A start: raise what runs into its limit."));
        profile.put(VeField.CPU_UNITS, "1000");
        disk();
    }

    /// All beancounters, or empty when the node is too small for so many VEs.
    public static Optional<String> ofBeancounters(
            HostSize host, int ves, String name, CarriedOut carried) {
        return EqualShare.of(host, ves)
                .map(share -> {
                    StarterProfile starter = new StarterProfile(host, ves, name);
                    starter.beancounters(share);
                    return starter.text(carried);
                });
    }

    /// RAM and swap only. They are shared out as they are; vzsplit would promise RAM up to six
    /// times.
    public static Optional<String> ofVswap(
            HostSize host, int ves, String name, CarriedOut carried) {
        long ram = (host.memory() - EqualShare.RESERVE) / ves / Pages.SIZE_BYTES;
        if (ram < 1) {
            return Optional.empty();
        }
        StarterProfile starter = new StarterProfile(host, ves, name);
        starter.profile.put(VeField.MEMORY_RAM, new Pages(ram).text());
        starter.profile.put(
                VeField.MEMORY_SWAP, new Pages(host.swap() / ves / Pages.SIZE_BYTES).text());
        return Optional.of(starter.text(carried));
    }

    private void disk() {
        long hard = (host.disk() - DISK_RESERVE) / 2 / ves / 1024 * 1024;
        if (hard <= 0) {
            return;
        }
        profile.put(
                VeField.DISK_SPACE, Yaml.value(hard / 1024 * 10 / 11 + "K:" + hard / 1024 + "K"));
        long inodes = hard / BYTES_PER_INODE;
        profile.put(VeField.DISK_INODES, Yaml.value(inodes * 10 / 11 + ":" + inodes));
    }

    private void beancounters(EqualShare share) {
        sockets(share);
        memory(share);
        put(Beancounter.NUMPROC, share.processes());
        profile.put(VeField.AVNUMPROC, Long.toString(share.usual()));
        put(Beancounter.NUMFILE, share.files());
        put(Beancounter.NUMPTY, Math.clamp(share.processes() / 10, NUMPTY_MIN, NUMPTY_MAX));
        long flocks = Math.min(share.files() / 10, NUMFLOCK_MAX);
        put(Beancounter.NUMFLOCK, flocks, EqualShare.tenthMore(flocks));
        put(Beancounter.NUMSIGINFO, share.level().numsiginfo());
        put(
                Beancounter.NUMIPTENT,
                Math.clamp(NUMIPTENT_OF_NODE / ves, NUMIPTENT_MIN, NUMIPTENT_MAX));
    }

    private void sockets(EqualShare share) {
        put(Beancounter.NUMTCPSOCK, share.processes());
        put(Beancounter.NUMOTHERSOCK, share.processes());
        put(Beancounter.TCPSNDBUF, share.tcpBarrier(), share.tcp());
        put(Beancounter.TCPRCVBUF, share.tcpBarrier(), share.tcp());
        put(
                Beancounter.OTHERSOCKBUF,
                share.otherBarrier(),
                share.otherBarrier() + share.socketRoom());
        put(Beancounter.DGRAMRCVBUF, share.otherBarrier());
    }

    private void memory(EqualShare share) {
        put(Beancounter.KMEMSIZE, share.kmem(), share.kmemLimit());
        put(Beancounter.DCACHESIZE, share.dcacheLimit() / 11 * 10, share.dcacheLimit());
        put(Beancounter.PRIVVMPAGES, share.allocated(), EqualShare.tenthMore(share.allocated()));
        put(Beancounter.SHMPAGES, share.allocated() / 10);
        put(Beancounter.LOCKEDPAGES, share.usual() * share.level().lockedPages());
        text(Beancounter.VMGUARPAGES, share.guaranteed() + ":unlimited");
        text(Beancounter.OOMGUARPAGES, share.guaranteed() + ":unlimited");
        text(Beancounter.PHYSPAGES, "0:unlimited");
    }

    private void put(Beancounter beancounter, long both) {
        text(beancounter, Long.toString(both));
    }

    private void put(Beancounter beancounter, long barrier, long limit) {
        text(beancounter, barrier + ":" + limit);
    }

    private void text(Beancounter beancounter, String value) {
        VeField field = VeField.at("beancounters." + beancounter.key()).orElseThrow();
        profile.put(field, Yaml.value(value));
    }

    private String text(CarriedOut carried) {
        profile.without(carried).forEach(profile::mute);
        return profile.text();
    }

    private static String size(long bytes) {
        return Pages.ofBytes(bytes).text();
    }
}
