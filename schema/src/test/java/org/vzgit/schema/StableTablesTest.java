package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The tables that people's scripts, editors and repositories rely on. A line that changes here
/// changes what somebody has written down; a number that was once given keeps its meaning.
final class StableTablesTest {
    /// Path below `spec`, disruption, support, name in plans.
    private static final String FIELDS =
            """
            veid RECREATE CARRIED_OUT veid
            node LIVE CARRIED_OUT node
            template RECREATE CARRIED_OUT template
            cloneOf LIVE CARRIED_OUT cloneOf
            profiles LIVE CARRIED_OUT profiles
            state LIVE CARRIED_OUT state
            deletion LIVE CARRIED_OUT deletion
            hostname LIVE CARRIED_OUT hostname
            description LIVE CARRIED_OUT description
            wave LIVE CARRIED_OUT wave
            after LIVE CARRIED_OUT after
            stopTimeout LIVE CARRIED_OUT stop-timeout
            onboot LIVE CARRIED_OUT onboot
            bootorder LIVE CARRIED_OUT bootorder
            disabled LIVE CARRIED_OUT disabled
            root RESTART NOT_YET root
            private RECREATE NOT_YET private
            mount_opts RESTART NOT_YET mount_opts
            userpasswd LIVE NOT_YET userpasswd
            capability RESTART NOT_YET capability
            features RESTART NOT_YET features
            netfilter RESTART NOT_YET netfilter
            iptables RESTART NOT_YET iptables
            devnodes LIVE NOT_YET devnodes
            devices LIVE NOT_YET devices
            pci LIVE NOT_YET pci_add
            netdev LIVE NOT_YET netdev_add
            meminfo LIVE NOT_YET meminfo
            local_uid RECREATE NOT_YET local_uid
            local_gid RECREATE NOT_YET local_gid
            noatime RESTART CARRIED_OUT noatime
            bindmounts LIVE CARRIED_OUT bindmount
            numnetif LIVE NOT_YET numnetif
            memguarantee LIVE NOT_YET memguarantee
            pagecache-isolation LIVE NOT_YET pagecache-isolation
            jquota RESTART NOT_YET jquota
            rate LIVE CARRIED_OUT rate
            ratebound LIVE CARRIED_OUT ratebound
            actionScripts LIVE CARRIED_OUT actionScripts
            network.addresses LIVE CARRIED_OUT address
            network.nameservers RELOAD CARRIED_OUT nameserver
            network.searchdomains RELOAD CARRIED_OUT searchdomain
            network.interfaces LIVE CARRIED_OUT netif
            network.gw LIVE NOT_YET gw
            network.gw6 LIVE NOT_YET gw6
            network.dhcp RESTART NOT_YET dhcp
            network.dhcp6 RESTART NOT_YET dhcp6
            cpu.units LIVE CARRIED_OUT cpuunits
            cpu.limit LIVE CARRIED_OUT cpulimit
            cpu.cpus LIVE CARRIED_OUT cpus
            cpu.mask LIVE CARRIED_OUT cpumask
            cpu.nodemask LIVE CARRIED_OUT nodemask
            io.priority LIVE CARRIED_OUT ioprio
            io.limit LIVE CARRIED_OUT iolimit
            io.iops LIVE CARRIED_OUT iopslimit
            disk.quota LIVE CARRIED_OUT diskquota
            disk.space LIVE CARRIED_OUT diskspace
            disk.inodes LIVE CARRIED_OUT diskinodes
            disk.graceTime LIVE CARRIED_OUT quotatime
            disk.userQuota LIVE CARRIED_OUT quotaugidlimit
            memory.ram LIVE CARRIED_OUT ram
            memory.swap LIVE CARRIED_OUT swap
            memory.vm_overcommit LIVE NOT_YET vm_overcommit
            beancounters.kmemsize LIVE CARRIED_OUT kmemsize
            beancounters.lockedpages LIVE CARRIED_OUT lockedpages
            beancounters.privvmpages LIVE CARRIED_OUT privvmpages
            beancounters.shmpages LIVE CARRIED_OUT shmpages
            beancounters.numproc LIVE CARRIED_OUT numproc
            beancounters.physpages LIVE CARRIED_OUT physpages
            beancounters.vmguarpages LIVE CARRIED_OUT vmguarpages
            beancounters.oomguarpages LIVE CARRIED_OUT oomguarpages
            beancounters.numtcpsock LIVE CARRIED_OUT numtcpsock
            beancounters.numflock LIVE CARRIED_OUT numflock
            beancounters.numpty LIVE CARRIED_OUT numpty
            beancounters.numsiginfo LIVE CARRIED_OUT numsiginfo
            beancounters.tcpsndbuf LIVE CARRIED_OUT tcpsndbuf
            beancounters.tcprcvbuf LIVE CARRIED_OUT tcprcvbuf
            beancounters.othersockbuf LIVE CARRIED_OUT othersockbuf
            beancounters.dgramrcvbuf LIVE CARRIED_OUT dgramrcvbuf
            beancounters.numothersock LIVE CARRIED_OUT numothersock
            beancounters.dcachesize LIVE CARRIED_OUT dcachesize
            beancounters.numfile LIVE CARRIED_OUT numfile
            beancounters.numiptent LIVE CARRIED_OUT numiptent
            beancounters.swappages LIVE CARRIED_OUT swappages
            beancounters.avnumproc LIVE CARRIED_OUT avnumproc
            """;

    private static final String CODES =
            """
            VZ1001 ERROR SYNTAX: YAML syntax
            VZ1002 ERROR DUPLICATE_KEY: duplicate key
            VZ1003 ERROR UNKNOWN_FIELD: unknown field
            VZ1004 ERROR WRONG_TYPE: wrong type
            VZ1005 ERROR WRONG_UNIT: wrong unit
            VZ1006 ERROR OUT_OF_RANGE: out of range
            VZ1007 ERROR BARRIER_ABOVE_LIMIT: barrier above limit
            VZ1008 ERROR MISSING_FIELD: missing field
            VZ1009 ERROR BAD_VALUE: bad value
            VZ1010 ERROR TOO_LARGE: document too large
            VZ1011 ERROR UNKNOWN_KIND: unknown kind
            VZ1012 ERROR CONFLICT: two fields for one bound
            VZ1013 ERROR BAD_THRESHOLD: thresholds in the wrong order
            VZ1020 ERROR NOT_TEXT: not UTF-8 text
            VZ1021 ERROR LINK_NOT_FOLLOWED: symbolic link
            VZ1022 ERROR BAD_PATH: path not usable
            VZ1030 ERROR CONF_SYNTAX: OpenVZ configuration syntax
            VZ2001 ERROR DUPLICATE_VEID: duplicate veid
            VZ2002 ERROR DUPLICATE_NAME: duplicate name
            VZ2003 ERROR DUPLICATE_ADDRESS: duplicate address
            VZ2004 ERROR UNKNOWN_PROFILE: unknown profile
            VZ2005 ERROR UNKNOWN_TEMPLATE: unknown template
            VZ2006 ERROR PROFILE_CYCLE: profile cycle
            VZ2007 ERROR TWO_NODES: two nodes claim one VE
            VZ2008 ERROR UNKNOWN_NODE: unknown node
            VZ2009 ERROR ADDRESS_OUTSIDE_POOLS: address outside the node's pools
            VZ2010 ERROR CPU_COUNT_UNKNOWN: share of a node of unknown size
            VZ2011 ERROR NODE_CYCLE: nodes wait for each other
            VZ2012 ERROR UNKNOWN_SCRIPT: script not in this revision
            VZ2013 ERROR BAD_SCRIPT: script that cannot be run
            VZ2101 ERROR KMEM_BELOW_PROCESSES: kmemsize too small
            VZ2102 ERROR SEND_BUFFER_GAP: send buffers too close to their limit
            VZ2201 ERROR NODE_OVERCOMMIT_DENIED: node promises more than its policy allows
            VZ3001 WARNING NOT_SUPPORTED_YET: not supported yet
            VZ3020 WARNING SUBMODULE_NOT_READ: submodule
            VZ3030 WARNING CONF_NOT_CARRIED: not imported
            VZ3031 WARNING CONF_CHANGED: imported in another form
            VZ3032 WARNING CONF_DUPLICATE: set twice
            VZ3035 WARNING UNKNOWN_PREDECESSOR: comes after nobody
            VZ3036 WARNING UNKNOWN_CLONE_SOURCE: clone of nobody
            VZ3040 WARNING BOUND_NOT_KEPT: bound that this node does not keep
            VZ3101 WARNING UBC_INCOMPLETE: beancounters missing
            VZ3102 WARNING BOUNDS_DIFFER: barrier and limit differ
            VZ3103 WARNING GUARANTEE_LIMITED: limit of a guarantee
            VZ3104 WARNING BARRIER_UNUSED: barrier that means nothing
            VZ3105 WARNING DCACHE_BELOW_FILES: dcachesize too small for numfile
            VZ3106 WARNING GUARANTEE_ABOVE_CAP: guarantee above the cap
            VZ3107 WARNING RECEIVE_BUFFER_GAP: receive buffers too close to their limit
            VZ3108 WARNING TCP_BUFFER_SMALL: TCP buffer below one window
            VZ3109 WARNING DATAGRAM_BUFFER_SMALL: datagram buffer too small
            VZ3110 WARNING DATAGRAM_BUFFER_LOW: datagram buffer below the recommendation
            VZ3111 WARNING FILES_BELOW_PROCESSES: numfile too small
            VZ3112 WARNING SWAP_MISSING: RAM without swap
            VZ3113 WARNING MORE_THAN_THE_NODE: more than the node has
            VZ3201 WARNING NODE_OVERCOMMITTED: node promises too much
            """;

    /// Name, what a bare number counts, which bound the kernel tests.
    private static final String BEANCOUNTERS =
            """
            kmemsize BYTES BOTH
            lockedpages PAGES BARRIER
            privvmpages PAGES BOTH
            shmpages PAGES BARRIER
            numproc ITEMS BARRIER
            physpages PAGES LIMIT
            vmguarpages PAGES BARRIER
            oomguarpages PAGES BARRIER
            numtcpsock ITEMS BARRIER
            numflock ITEMS BOTH
            numpty ITEMS BARRIER
            numsiginfo ITEMS BARRIER
            tcpsndbuf BYTES BOTH
            tcprcvbuf BYTES BOTH
            othersockbuf BYTES BOTH
            dgramrcvbuf BYTES BARRIER
            numothersock ITEMS BARRIER
            dcachesize BYTES BOTH
            numfile ITEMS BARRIER
            numiptent ITEMS LIMIT
            swappages PAGES LIMIT
            """;

    /// Key, whether it is measured or promised, above which percentage it warns by itself.
    private static final String FIGURES =
            """
            lowMemoryUtilisation used -
            lowMemoryCommitment promised -
            ramUtilisation used -
            ramCommitment promised -
            swapUtilisation used -
            swapCommitment promised -
            memorySwapUtilisation used -
            memorySwapCommitment promised 100
            allocatedUtilisation used -
            allocatedCommitment promised 100
            allocatedLimit promised -
            largestAllocatedLimit promised 60
            cpuPower promised 100
            cpuLimit promised -
            processUtilisation used -
            processCommitment promised 100
            diskUtilisation used -
            diskCommitment promised -
            """;

    @Test
    void fieldsHaveTheirPathTheirCostAndTheirName() {
        assertEquals(
                FIELDS,
                table(
                        VeField.values(),
                        field ->
                                "%s %s %s %s"
                                        .formatted(
                                                field.path(),
                                                field.disruption(),
                                                field.support(),
                                                field.display())));
    }

    @Test
    void codesKeepTheirNumbers() {
        DiagnosticCode[] sorted = DiagnosticCode.values();
        Arrays.sort(sorted, Comparator.comparing(DiagnosticCode::id));
        assertEquals(
                CODES,
                table(
                        sorted,
                        code ->
                                "%s %s %s: %s"
                                        .formatted(
                                                code.id(),
                                                code.severity(),
                                                code.name(),
                                                code.title())));
    }

    @Test
    void beancountersHaveTheirUnitAndTheirEnforcedBound() {
        assertEquals(
                BEANCOUNTERS,
                table(
                        Beancounter.values(),
                        b -> "%s %s %s".formatted(b.key(), b.unit(), b.meaning())));
    }

    @Test
    void figuresHaveTheirKeyAndTheGuidanceOfOpenVz() {
        assertEquals(
                FIGURES,
                table(
                        CapacityFigure.values(),
                        figure ->
                                "%s %s %s"
                                        .formatted(
                                                figure.key(),
                                                figure.isUtilisation() ? "used" : "promised",
                                                figure.guidance().isPresent()
                                                        ? figure.guidance().getAsInt()
                                                        : "-")));
    }

    @ParameterizedTest
    @EnumSource
    void figureIsFoundByItsKeyAlone(CapacityFigure figure) {
        assertEquals(Optional.of(figure), CapacityFigure.of(figure.key()));
        assertEquals(Optional.empty(), CapacityFigure.of(figure.name()));
        assertEquals(Optional.empty(), CapacityFigure.of(figure.key() + " "));
        assertEquals(Optional.empty(), CapacityFigure.of(figure.key().toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @EnumSource
    void codeIsFoundWithoutRegardToCaseButNotByHalfItsNumber(DiagnosticCode code) {
        assertEquals(Optional.of(code), DiagnosticCode.of(code.id()));
        assertEquals(Optional.of(code), DiagnosticCode.of(code.id().toLowerCase(Locale.ROOT)));
        assertEquals(Optional.empty(), DiagnosticCode.of(code.id().substring(2)));
        assertEquals(Optional.empty(), DiagnosticCode.of(code.id() + "0"));
        assertEquals(Optional.empty(), DiagnosticCode.of(code.name()));
        assertEquals(Optional.empty(), DiagnosticCode.of(" " + code.id()));
    }

    /// A plan shows the worst of several changes, so the order of the constants is a rule.
    @ParameterizedTest
    @CsvSource({
        "LIVE, LIVE, LIVE",
        "LIVE, RELOAD, RELOAD",
        "RELOAD, RESTART, RESTART",
        "RESTART, LIVE, RESTART",
        "RESTART, RECREATE, RECREATE",
        "RECREATE, RECREATE, RECREATE"
    })
    void worstDisruptionIsTheGreatest(Disruption one, Disruption other, Disruption worst) {
        assertEquals(worst, one.compareTo(other) >= 0 ? one : other);
    }

    @Test
    void oneKernelSettingBoundsExactlyThreeBeancounters() {
        assertEquals(
                "numproc=NUMPROC physpages=PHYSPAGES swappages=SWAPPAGES",
                Arrays.stream(Beancounter.values())
                        .filter(b -> b.resource().isPresent())
                        .map(b -> b.key() + "=" + b.resource().orElseThrow())
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @EnumSource
    void resourceOfABeancounterHasItsNameAndItsField(Beancounter beancounter) {
        beancounter
                .resource()
                .ifPresent(resource -> {
                    assertEquals(beancounter.key(), resource.key());
                    assertEquals(beancounter.field(), resource.field());
                });
        assertEquals("beancounters." + beancounter.key(), beancounter.field().path());
    }

    @Test
    void resourcesAreCalledAsVzctlCallsThem() {
        assertEquals(
                "physpages swappages numproc cpuunits cpulimit cpumask nodemask ioprio iolimit"
                        + " iopslimit",
                Arrays.stream(Resource.values())
                        .map(Resource::key)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void whatCanDestroyFilesIsOnlyWhatNeedsANewPrivateArea() {
        assertEquals(
                "veid template private local_uid local_gid",
                Arrays.stream(VeField.values())
                        .filter(field -> field.disruption() == Disruption.RECREATE)
                        .map(VeField::path)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void pathsOfFieldsAreWordsWithAtMostOneDot() {
        for (VeField field : VeField.values()) {
            assertTrue(
                    field.path().matches("[a-zA-Z_-]+[0-9]?(\\.[a-zA-Z_]+[0-9]?)?"), field.path());
        }
    }

    private static <T> String table(T[] rows, Function<T, String> line) {
        return Arrays.stream(rows).map(row -> line.apply(row) + "\n").collect(Collectors.joining());
    }
}
