package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// What is read of trees as kernels show them.
class MetersTest {
    private static final VeId VE = new VeId(101);

    @TempDir private Path directory;

    private final FakeCgroups cgroups = new FakeCgroups(VE);

    @BeforeEach
    void memory() {
        cgroups.memory = Optional.of(directory);
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void v1() throws IOException {
        file("memory.kmem.usage_in_bytes", "1187840\n");
        file("memory.kmem.max_usage_in_bytes", "2367488\n");
        file("memory.kmem.failcnt", "4\n");
        file("memory.kmem.tcp.usage_in_bytes", "8192\n");
        file("memory.kmem.tcp.max_usage_in_bytes", "65536\n");
        file("memory.kmem.tcp.failcnt", "2\n");
        file(
                "memory.stat",
                """
                cache 9
                rss 1
                shmem 1
                swap 1
                total_cache 4096000
                total_rss 8392704
                total_shmem 2621440
                total_swap 4096
                """);
        file("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    }

    private void v2() throws IOException {
        file(
                "memory.stat",
                """
                anon 8392704
                file 4096000
                kernel 1187840
                kernel_stack 49152
                pagetables 122880
                shmem 2621440
                slab_reclaimable 532480
                slab_unreclaimable 245760
                slab 778240
                """);
        file("memory.swap.current", "4096\n");
        file("memory.events", "low 0\nhigh 0\nmax 7\noom 3\noom_kill 2\noom_group_kill 0\n");
    }

    @Test
    void v1CountsTheWholeTreeInUnitsOfTheResource() throws IOException {
        v1();
        Map<Beancounter, Measure> seen = new MemoryMeterV1(cgroups).measure(VE);
        assertEquals(
                Map.of(
                        Beancounter.KMEMSIZE,
                        new Measure(1_187_840, OptionalLong.of(2_367_488), 4),
                        Beancounter.TCPSNDBUF,
                        new Measure(8192, OptionalLong.of(65_536), 2),
                        Beancounter.TCPRCVBUF,
                        Measure.of(0),
                        Beancounter.SHMPAGES,
                        Measure.of(640),
                        Beancounter.OOMGUARPAGES,
                        Measure.of(2050).failed(3)),
                seen);
        assertEquals(seen.keySet(), new MemoryMeterV1(cgroups).resources());
    }

    @Test
    void v2CountsWithoutPeaks() throws IOException {
        v2();
        Map<Beancounter, Measure> seen = new MemoryMeterV2(cgroups).measure(VE);
        assertEquals(
                Map.of(
                        Beancounter.KMEMSIZE, Measure.of(1_187_840),
                        Beancounter.DCACHESIZE, Measure.of(532_480),
                        Beancounter.SHMPAGES, Measure.of(640),
                        Beancounter.OOMGUARPAGES, Measure.of(2050).failed(2)),
                seen);
        assertEquals(seen.keySet(), new MemoryMeterV2(cgroups).resources());
    }

    @Test
    void beforeLinux518KernelMemoryIsTheSumOfItsParts() throws IOException {
        v2();
        file("memory.stat", "kernel_stack 49152\npagetables 122880\nslab 778240\n");
        assertEquals(
                Measure.of(49_152 + 122_880 + 778_240),
                new MemoryMeterV2(cgroups).measure(VE).get(Beancounter.KMEMSIZE));
    }

    @Test
    void withoutSwapOnlyMemoryCounts() throws IOException {
        v2();
        Files.delete(directory.resolve("memory.swap.current"));
        assertEquals(
                Measure.of(2049).failed(2),
                new MemoryMeterV2(cgroups).measure(VE).get(Beancounter.OOMGUARPAGES));
    }

    @Test
    void anOlderKernelDoesNotCountKills() throws IOException {
        v1();
        file("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");
        assertEquals(
                Measure.of(2050),
                new MemoryMeterV1(cgroups).measure(VE).get(Beancounter.OOMGUARPAGES));
    }

    @Test
    void aCounterThatIsReadBelowNothingIsNothing() throws IOException {
        v1();
        file("memory.kmem.usage_in_bytes", "-4096\n");
        assertEquals(
                new Measure(0, OptionalLong.of(2_367_488), 4),
                new MemoryMeterV1(cgroups).measure(VE).get(Beancounter.KMEMSIZE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory.kmem.usage_in_bytes",
                "memory.kmem.max_usage_in_bytes",
                "memory.kmem.failcnt",
                "memory.kmem.tcp.usage_in_bytes",
                "memory.kmem.tcp.max_usage_in_bytes",
                "memory.kmem.tcp.failcnt"
            })
    void whatIsNoNumberNamesFileCgroupAndText(String name) throws IOException {
        v1();
        file(name, "what now\n");
        IOException failure =
                assertThrows(IOException.class, () -> new MemoryMeterV1(cgroups).measure(VE));
        assertEquals(name + " in " + directory + ": not a number: what now", failure.getMessage());
        Files.delete(directory.resolve(name));
        assertThrows(NoSuchFileException.class, () -> new MemoryMeterV1(cgroups).measure(VE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Control.class,
            names = {"CGROUP_V1", "CGROUP_V2"})
    void aVeWithoutAMemoryCgroupCannotBeRead(Control control) {
        cgroups.memory = Optional.empty();
        Meter meter =
                control == Control.CGROUP_V1
                        ? new MemoryMeterV1(cgroups)
                        : new MemoryMeterV2(cgroups);
        IOException failure = assertThrows(IOException.class, () -> meter.measure(VE));
        assertEquals("memory cgroup of VE 101", failure.getMessage());
    }

    @Test
    void damagedStatisticsAreAnErrorOfThatVe() throws IOException {
        v2();
        file("memory.stat", "anon lots\n");
        assertThrows(IOException.class, () -> new MemoryMeterV2(cgroups).measure(VE));
        v1();
        file("memory.stat", "total_shmem lots\n");
        assertThrows(IOException.class, () -> new MemoryMeterV1(cgroups).measure(VE));
        v1();
        file("memory.oom_control", "oom_kill lots\n");
        assertThrows(IOException.class, () -> new MemoryMeterV1(cgroups).measure(VE));
    }

    private ProcessMeter processes() {
        return ProcessMeter.look(new KernelRoot(directory, directory), cgroups);
    }

    private void process(int pid, String uid, int files) throws IOException {
        file(
                pid + "/status",
                """
                Name:\tinit
                Uid:\t%s\t0\t0\t0
                VmLck:\t      12 kB
                VmData:\t     400 kB
                VmStk:\t     132 kB
                SigQ:\t5/7823
                """
                        .formatted(uid));
        file(pid + "/fd", "x".repeat(files));
    }

    @Test
    void aVeIsTheSumOfItsProcesses() throws IOException {
        process(11, "1000", 3);
        process(12, "1001", 4);
        file(
                "locks",
                """
                1: POSIX  ADVISORY  WRITE 11 08:01:131 0 EOF
                2: FLOCK  ADVISORY  WRITE 11 08:01:132 0 EOF
                2: -> FLOCK  ADVISORY  WRITE 12 08:01:132 0 EOF
                3: OFDLCK ADVISORY  READ  -1 08:01:133 0 EOF
                4: POSIX  ADVISORY  WRITE 99 08:01:134 0 EOF
                """);
        file("11/net/sockstat", "sockets: used 9\nTCP: inuse 2 orphan 0 tw 0 alloc 3 mem 1\n");
        file("11/net/sockstat6", "TCP6: inuse 1\n");
        cgroups.pids = List.of(11, 12);
        assertEquals(
                Map.of(
                        Beancounter.PRIVVMPAGES, Measure.of(266),
                        Beancounter.LOCKEDPAGES, Measure.of(6),
                        Beancounter.VMGUARPAGES, Measure.of(0),
                        Beancounter.NUMSIGINFO, Measure.of(10),
                        Beancounter.NUMFILE, Measure.of(7),
                        Beancounter.NUMFLOCK, Measure.of(2),
                        Beancounter.NUMTCPSOCK, Measure.of(3),
                        Beancounter.NUMOTHERSOCK, Measure.of(6)),
                processes().measure(VE));
        assertEquals(processes().measure(VE).keySet(), processes().resources());
    }

    @Test
    void queuedSignalsOfOneUserCountOnce() throws IOException {
        process(11, "1000", 1);
        process(12, "1000", 1);
        cgroups.pids = List.of(11, 12);
        assertEquals(Measure.of(5), processes().measure(VE).get(Beancounter.NUMSIGINFO));
    }

    @Test
    void aProcessThatEndedOrShowsNonsenseCountsNothingAndTheOthersDo() throws IOException {
        process(11, "1000", 3);
        process(13, "none", 50);
        cgroups.pids = List.of(11, 12, 13);
        assertEquals(Measure.of(3), processes().measure(VE).get(Beancounter.NUMFILE));
        assertEquals(Measure.of(133), processes().measure(VE).get(Beancounter.PRIVVMPAGES));
    }

    @Test
    void moreTcpSocketsThanSocketsAreNoNegativeNumber() throws IOException {
        process(11, "0", 1);
        cgroups.pids = List.of(11);
        file("11/net/sockstat", "sockets: used 1\nTCP: inuse 2\n");
        assertEquals(Measure.of(0), processes().measure(VE).get(Beancounter.NUMOTHERSOCK));
        file("11/net/sockstat", "sockets: used none\n");
        assertEquals(Measure.of(0), processes().measure(VE).get(Beancounter.NUMTCPSOCK));
    }

    @Test
    void aVeWithoutProcessesHoldsNothing() throws IOException {
        processes().measure(VE).values().forEach(each -> assertEquals(Measure.of(0), each));
    }

    @Test
    void aDamagedTableOfLocksIsNone() throws IOException {
        process(11, "0", 1);
        cgroups.pids = List.of(11);
        file("locks", "1: POSIX ADVISORY WRITE nobody 0 0\n");
        assertEquals(Measure.of(0), processes().measure(VE).get(Beancounter.NUMFLOCK));
    }

    @Test
    void aControllersOwnCountersComeWithItsBound() {
        cgroups.held = 57;
        cgroups.failcnt = 2;
        cgroups.limits.put(Resource.NUMPROC, Limit.of(new Count(240)));
        cgroups.limits.put(Resource.PHYSPAGES, Limit.of(new Count(1000)));
        var seen =
                new ResourceMeter(
                                cgroups,
                                Set.of(
                                        Beancounter.NUMPROC,
                                        Beancounter.PHYSPAGES,
                                        Beancounter.SWAPPAGES,
                                        Beancounter.NUMFILE))
                        .measure(VE);
        assertEquals(
                Map.of(
                        Beancounter.NUMPROC, bounded(new Bounds(240, 240)),
                        Beancounter.PHYSPAGES, bounded(new Bounds(0, 1000)),
                        Beancounter.SWAPPAGES, bounded(new Bounds(0, UbcRow.UNLIMITED))),
                seen);
    }

    private static Measure bounded(Bounds bounds) {
        return new Measure(57, OptionalLong.empty(), 2, Optional.of(bounds));
    }

    private List<Beancounters> node(Control memory, Proven proven) {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        controls.put(Resource.PHYSPAGES, memory);
        controls.put(Resource.NUMPROC, Control.CGROUP_V2);
        return NodeBeancounters.of(
                new NodeBeancounters.Site(
                        new KernelRoot(directory, directory),
                        new ScriptedSyscalls().syscalls,
                        cgroups,
                        false),
                controls,
                proven);
    }

    private static Set<Beancounter> at(Beancounters source, UbcLevel level) {
        Set<Beancounter> all = EnumSet.noneOf(Beancounter.class);
        source.levels()
                .forEach((resource, its) -> {
                    if (its == level) {
                        all.add(resource);
                    }
                });
        return all;
    }

    @Test
    void aV1NodeBoundsTcpMemoryAndAV2NodeDoesNot() {
        Beancounters one = node(Control.CGROUP_V1, Proven.PRESUMED).getFirst();
        assertEquals(
                Set.of(
                        Beancounter.NUMPROC,
                        Beancounter.PHYSPAGES,
                        Beancounter.TCPSNDBUF,
                        Beancounter.TCPRCVBUF),
                at(one, UbcLevel.CGROUP));
        Beancounters two = node(Control.CGROUP_V2, Proven.PRESUMED).getFirst();
        assertEquals(Set.of(Beancounter.NUMPROC, Beancounter.PHYSPAGES), at(two, UbcLevel.CGROUP));
        assertEquals(
                Set.of(
                        Beancounter.KMEMSIZE,
                        Beancounter.SHMPAGES,
                        Beancounter.OOMGUARPAGES,
                        Beancounter.DCACHESIZE),
                at(two, UbcLevel.COUNTED));
        Beancounters none = node(Control.ABSENT, Proven.PRESUMED).getFirst();
        assertEquals(Set.of(Beancounter.NUMPROC), at(none, UbcLevel.CGROUP));
        assertEquals(Set.of(), at(none, UbcLevel.COUNTED));
    }

    @Test
    void whatTheSelfTestRefutedIsCountedOnly() {
        Set<Beancounter> refuted = Set.of(Beancounter.NUMPROC, Beancounter.NUMFILE);
        List<Beancounters> node = node(Control.CGROUP_V2, new Proven(refuted));
        assertEquals(UbcLevel.COUNTED, node.get(0).levels().get(Beancounter.NUMPROC));
        assertEquals(UbcLevel.COUNTED, node.get(1).levels().get(Beancounter.NUMFILE));
        assertEquals(
                Set.of(Beancounter.PRIVVMPAGES, Beancounter.LOCKEDPAGES, Beancounter.NUMSIGINFO),
                at(node.get(1), UbcLevel.PER_PROCESS));
    }

    @Test
    void everySourceHasALevelForEveryResource() {
        for (Control control : Control.values()) {
            for (Beancounters source : node(control, Proven.PRESUMED)) {
                assertEquals(Set.of(Beancounter.values()), source.levels().keySet());
                assertThrows(UnsupportedOperationException.class, () -> source.levels().clear());
            }
        }
    }

    @Test
    void aVeWhoseCgroupIsGoneIsLeftOutOfALook() throws Exception {
        assertEquals(Map.of(), node(Control.CGROUP_V2, Proven.PRESUMED).getFirst().read());
        v2();
        assertTrue(node(Control.CGROUP_V2, Proven.PRESUMED).getFirst().read().containsKey(VE));
    }
}
