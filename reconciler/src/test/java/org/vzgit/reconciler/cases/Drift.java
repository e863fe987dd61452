package org.vzgit.reconciler.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.kernel.simulated.Mishaps;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// What happens to the node of a golden case behind vzgit's back, one command a line:
///
/// ```
/// kill-init VEID                  process 1 dies
/// reboot VEID                     the node goes down and comes up: files are left
/// unmount VEID TARGET             root inside takes a directory of the node away
/// set VEID numproc COUNT          somebody writes another bound
/// delete-link VEID                the veth pair is deleted
/// down-link VEID                  its host side goes down
/// add-address VEID ADDRESS        an address that nobody ordered
/// rate VEID SENT RECEIVED         somebody sets other caps on the link; 0 for none
/// lose-cgroup VEID RESOURCE       the cgroup is gone in one hierarchy
/// hostname VEID NAME              root inside sets another host name
/// owner VEID REPOSITORY           the VE belongs to another repository
/// disk VEID BYTES INODES          the VE writes files
/// disk-bound VEID SPEC            somebody sets another bound of space
/// disk-drift VEID WORDS           the counting of its disk does not hold
/// unreadable VEID                 its cgroup cannot be read
/// ```
final class Drift {
    private final Mishaps mishaps;
    private final SimulatedKernel kernel;

    private Drift(SimulatedKernel kernel) {
        this.kernel = kernel;
        this.mishaps = kernel.mishaps();
    }

    static void happen(Path file, SimulatedKernel kernel) throws IOException {
        if (Files.exists(file)) {
            Drift drift = new Drift(kernel);
            Files.readAllLines(file).forEach(drift::happen);
        }
    }

    private void happen(String line) {
        List<String> words = List.of(line.strip().split(" +"));
        VeId veid = new VeId(Integer.parseInt(words.get(1)));
        switch (words.getFirst()) {
            case "kill-init" -> mishaps.killInit(veid);
            case "reboot" -> mishaps.reboot(veid);
            case "unmount" -> mishaps.unmount(veid, words.get(2));
            case "set" ->
                    mishaps.setLimit(
                            veid,
                            resource(words.get(2)),
                            Limit.of(new Count(Long.parseLong(words.get(3)))));
            case "delete-link" -> mishaps.deleteLink(veid);
            case "down-link" -> mishaps.downLink(veid);
            case "add-address" -> mishaps.addAddress(veid, IpAddress.parse(words.get(2)));
            case "rate" ->
                    mishaps.setRate(veid, new ObservedRate(rate(words.get(2)), rate(words.get(3))));
            case "lose-cgroup" -> mishaps.loseCgroup(veid, resource(words.get(2)));
            case "hostname" -> mishaps.setHostname(veid, words.get(2));
            case "owner" -> owner(veid, words.get(2));
            case "disk" ->
                    mishaps.fillDisk(
                            veid,
                            new Bytes(Long.parseLong(words.get(2))),
                            new Count(Long.parseLong(words.get(3))));
            case "disk-bound" -> mishaps.setDisk(veid, space(Long.parseLong(words.get(2))));
            case "disk-drift" ->
                    mishaps.driftDisk(veid, String.join(" ", words.subList(2, words.size())));
            case "unreadable" -> mishaps.obscureCgroup(veid);
            default -> throw new IllegalArgumentException("unknown drift: " + line);
        }
    }

    private static Optional<NetRate> rate(String kilobits) {
        return kilobits.equals("0") ? Optional.empty() : Optional.of(NetRate.parse(kilobits));
    }

    private static DiskSpec space(long bytes) {
        BarrierLimit both = BarrierLimit.both(Limit.of(new Bytes(bytes)));
        return new DiskSpec(both, DiskSpec.UNMANAGED, DiskTerms.DEFAULT);
    }

    private void owner(VeId veid, String repository) {
        OwnerMark mark =
                kernel.observe()
                        .ve(veid)
                        .privateArea()
                        .toOptional()
                        .flatMap(area -> area.mark().toOptional())
                        .orElseThrow();
        mishaps.writeMark(
                veid,
                new OwnerMark(
                        repository, mark.name(), mark.template(), mark.applied(), mark.deletion()));
    }

    private static Resource resource(String key) {
        return Resource.valueOf(key.toUpperCase(Locale.ROOT));
    }
}
