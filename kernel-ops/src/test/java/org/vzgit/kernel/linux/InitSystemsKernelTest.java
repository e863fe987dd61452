package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// Init systems of real distributions boot in a VE and go down by themselves.
@Tag("kernel")
class InitSystemsKernelTest {
    /// Seconds; each took less than two on a busy machine.
    private static final int PATIENCE = 60;

    private static final String MARKER = "went-down";

    /// Is started at boot, and leaves a mark when it is asked to stop and not when it is killed.
    private static final String UNIT =
            """
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/true
            ExecStop=/bin/touch /went-down
            [Install]
            WantedBy=multi-user.target
            """;

    private TestNode node;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    static Stream<DebianTree> systemd() {
        return Stream.of(DebianTree.SYSTEMD_12, DebianTree.SYSTEMD_13);
    }

    @ParameterizedTest
    @MethodSource("systemd")
    void systemdBootsToRunningAndStopsCleanly(DebianTree tree) throws Exception {
        requireUnifiedHierarchy();
        VeId ve = booted(tree);
        assertEquals("systemd\n", node.told(ve, "cat /proc/1/comm"));
        assertEquals("", node.told(ve, "systemctl --failed --no-legend --plain"));
        assertTrue(node.told(ve, "journalctl -b --no-pager | wc -l").strip().length() > 1);
        node.stop(ve, PATIENCE);
        assertFalse(node.runs(ve));
        assertTrue(Files.exists(node.upper(ve, MARKER)), "its services were not asked to stop");
    }

    @ParameterizedTest
    @MethodSource("systemd")
    void theOwnerCanHaltAndRebootItFromInside(DebianTree tree) throws Exception {
        requireUnifiedHierarchy();
        VeId ve = booted(tree);
        node.sh(ve, "systemctl reboot");
        node.awaitEnd(ve);
        assertTrue(Files.exists(node.upper(ve, MARKER)), "its services were not asked to stop");
        node.start(ve, template(tree));
        node.await(ve, "systemctl is-system-running | grep -qx running");
        node.sh(ve, "systemctl poweroff");
        node.awaitEnd(ve);
    }

    /// Namespaces and filters inside the VE, as services of distributions ask for them.
    @ParameterizedTest
    @MethodSource("systemd")
    void aServiceOfTheVeCanBeConfinedFurther(DebianTree tree) throws Exception {
        requireUnifiedHierarchy();
        VeId ve = booted(tree);
        String properties =
                "-p ProtectSystem=strict -p PrivateTmp=yes -p ProtectHome=yes -p PrivateDevices=yes"
                        + " -p NoNewPrivileges=yes -p SystemCallFilter=@system-service -p"
                        + " RestrictAddressFamilies=AF_UNIX -p MemoryMax=64M -p TasksMax=10";
        node.told(ve, "systemd-run --wait --quiet " + properties + " true");
        assertEquals(
                "refused\n",
                node.told(
                        ve,
                        "systemd-run --wait --quiet --pipe "
                                + properties
                                + " touch /usr/x >/dev/null 2>&1 || echo refused"));
    }

    @ParameterizedTest
    @MethodSource("systemd")
    void netfilterRulesOfBothKindsWorkAndAreTheVesOwn(DebianTree tree) throws Exception {
        requireUnifiedHierarchy();
        requireTables();
        VeId ve = booted(tree);
        node.told(
                ve,
                "nft add table inet ve4601; nft add chain inet ve4601 in '{ type filter hook input"
                        + " priority 0; }'; nft add rule inet ve4601 in tcp dport 99 drop");
        node.told(ve, "iptables -A INPUT -p tcp --dport 98 -j DROP");
        assertTrue(node.told(ve, "nft list ruleset").contains("tcp dport 99 drop"));
        assertTrue(node.told(ve, "iptables -S").contains("--dport 98 -j DROP"));
        assertFalse(onHost("nft", "list", "tables").contains("ve4601"));
    }

    @Test
    void sysvinitReachesItsRunlevelAndStopsCleanly() throws Exception {
        TemplateRef template = template(DebianTree.SYSVINIT_12);
        VeId ve = node.create(4601, template);
        String inittab = Files.readString(DebianTree.SYSVINIT_12.files().resolve("etc/inittab"));
        node.write(ve, "etc/inittab", "mk:0:wait:/bin/touch /went-down\n" + inittab);
        node.start(ve, template);
        assertEquals("N 2\n", node.await(ve, "runlevel | grep 2"));
        assertEquals("init\n", node.told(ve, "cat /proc/1/comm"));
        node.stop(ve, PATIENCE);
        assertFalse(node.runs(ve));
        assertTrue(Files.exists(node.upper(ve, MARKER)), "runlevel 0 was not entered");
    }

    private VeId booted(DebianTree tree) throws Exception {
        TemplateRef template = template(tree);
        VeId ve = node.create(4601, template);
        String units = "etc/systemd/system/";
        node.write(ve, units + "marker.service", UNIT);
        Path wanted = node.write(ve, units + "multi-user.target.wants/other", "");
        Path link = wanted.resolveSibling("marker.service");
        Files.createSymbolicLink(link, Path.of("/" + units + "marker.service"));
        TestNode.own(ve, link);
        node.start(ve, template);
        node.await(ve, "systemctl is-system-running | grep -qx running");
        return ve;
    }

    private TemplateRef template(DebianTree tree) throws Exception {
        return node.template(tree.name(), tree.files());
    }

    /// systemd 252 could do with version 1, but it would have to own a part of each hierarchy.
    private static void requireUnifiedHierarchy() throws Exception {
        Assumptions.assumeTrue(
                Files.readString(Path.of("/proc/self/mountinfo")).contains(" - cgroup2 "),
                "no cgroup2 hierarchy is mounted");
    }

    /// The kernel's own answer, without a VE in the way: user-mode-linux is built without them.
    private static void requireTables() throws Exception {
        Process probe =
                new ProcessBuilder("unshare", "--net", "nft", "add", "table", "inet", "probe")
                        .start();
        Assumptions.assumeTrue(
                TestNode.finish(probe).code() == 0, "this kernel has no nf_tables for inet");
    }

    private static String onHost(String... command) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin", command[0])), "no nft on the host");
        return TestNode.finish(new ProcessBuilder(List.of(command)).start()).output();
    }
}
