package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.authoring.OpenVzImport.Settings;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;

/// Each parameter of OpenVZ's files as the lines of YAML that it becomes, and what is told of it.
///
/// A case is one or, with `\n` between them, two lines of `101.conf` behind a `>`; below it the
/// fields of the document, then the notes with `!`, at the third line of the file.
final class ParameterImportTest {
    private static final Settings EVERYTHING =
            new Settings(
                    new NodeName("hn1"),
                    Map.of("x", TemplateSpec.BUSYBOX),
                    OptionalInt.of(4),
                    new CarriedOut(EnumSet.allOf(VeField.class)));

    private static final String CASES =
            """
            > RATE="*:1:8000"\\nRATEBOUND=yes
              rate: ["*:1:8000"]
              ratebound: "yes"
            > RATE="*:1:8000"
            ! VZ3030 3:1+4 RATE is about a guarantee, not a cap, without RATEBOUND=yes
            > RATEBOUND=no
            ! VZ3030 3:1+9 RATEBOUND is about a guarantee, not a cap, without RATEBOUND=yes
            > RATE="eth0:1:8000"\\nRATEBOUND=yes
              ratebound: "yes"
            ! VZ3030 3:1+4 rate "eth0:1:8000" is not about all traffic of the VE
            > ONBOOT=yes
              onboot: "yes"
            > BOOTORDER=5
              bootorder: 5
            > DISABLED=no
              disabled: "no"
            > VE_ROOT=/vz/root/$VEID
              root: "/vz/root/$VEID"
            > VE_PRIVATE=/vz/private/$VEID
              private: "/vz/private/$VEID"
            > HOSTNAME="web1.example.org"
              hostname: web1.example.org
            > HOSTNAME="-bad"
            ! VZ3030 3:1+8 hostname "-bad" does not have the right form
            > DESCRIPTION="the shop"
              description: "the shop"
            > STOP_TIMEOUT=60
              stopTimeout: 60
            > STOP_TIMEOUT=86401
            ! VZ3030 3:1+12 stopTimeout 86401 is outside 0..86400
            > CAPABILITY="NET_ADMIN:on SYS_TIME:off"
              capability: {NET_ADMIN: "on", SYS_TIME: "off"}
            > CAPABILITY="NET_ADMIN SYS_TIME:maybe"
            ! VZ3030 3:1+10 CAPABILITY has NET_ADMIN, which is not NAME:on or NAME:off
            ! VZ3030 3:1+10 CAPABILITY has SYS_TIME:maybe, which is not NAME:on or NAME:off
            > FEATURES="nfs:on fuse:off"
              features: {nfs: "on", fuse: "off"}
            > FEATURES=":on"
            ! VZ3030 3:1+8 FEATURES has :on, which is not NAME:on or NAME:off
            > NETFILTER=stateful
              netfilter: stateful
            > IPTABLES="ipt_REJECT ipt_tos"
              iptables: [ipt_REJECT, ipt_tos]
            > DEVNODES="net/tun:rw"
              devnodes: ["net/tun:rw"]
            > DEVICES="b:8:17:rw"
              devices: ["b:8:17:rw"]
            > PCI="0000:03:00.0"
              pci: ["0000:03:00.0"]
            > NETDEV="eth1"
              netdev: [eth1]
            > MEMINFO="privvmpages:3"
              meminfo: "privvmpages:3"
            > IP_ADDRESS="10.0.0.1 10.0.0.2,2001:db8::1"
              network:
                addresses: ["10.0.0.1", "10.0.0.2", "2001:db8::1"]
            > IP_ADDRESS="10.0.0.1/24"
              network:
                addresses: ["10.0.0.1"]
            ! VZ3031 3:1+10 IP_ADDRESS: 10.0.0.1/24 becomes 10.0.0.1: addresses are routed singly
            > IP_ADDRESS="10.0.0.1/32 2001:db8::1/128"
              network:
                addresses: ["10.0.0.1", "2001:db8::1"]
            > IP_ADDRESS="10.0.0.1/255.255.255.0"
              network:
                addresses: ["10.0.0.1"]
            ! VZ3031 3:1+10 IP_ADDRESS: 10.0.0.1/255.255.255.0 becomes 10.0.0.1: addresses are routed singly
            > IP_ADDRESS="0.0.0.0"
            ! VZ3030 3:1+10 IP_ADDRESS has 0.0.0.0, which vzctl ignores too
            > IP_ADDRESS="0.0.0.0/0 ::"
            ! VZ3030 3:1+10 IP_ADDRESS has 0.0.0.0/0, which vzctl ignores too
            ! VZ3030 3:1+10 IP_ADDRESS has ::, which vzctl ignores too
            > IP_ADDRESS="10.0.0.1 10.0.0.1"
              network:
                addresses: ["10.0.0.1"]
            ! VZ3030 3:1+10 IP_ADDRESS has 10.0.0.1 twice
            > IP_ADDRESS="10.0.0.300"
            ! VZ3030 3:1+10 network.addresses "10.0.0.300" is not an address
            > NAMESERVER="10.0.0.53 10.0.0.54"
              network:
                nameservers: ["10.0.0.53", "10.0.0.54"]
            > NAMESERVER="inherit"
            ! VZ3030 3:1+10 NAMESERVER inherits from the host; write the servers down
            > SEARCHDOMAIN="example.org example.net"
              network:
                searchdomains: [example.org, example.net]
            > NETIF="ifname=eth2,mac=00:18:51:00:00:01;ifname=eth1"
              network:
                interfaces: [{ifname: eth2, mac: "00:18:51:00:00:01"}, {ifname: eth1}]
            > NETIF="ifname=eth0,bridge=vmbr0"
            ! VZ3030 3:1+5 network.interfaces ifname eth0 is the VE's own link already; name it eth1

            > NETIF=";x;=;a="
            ! VZ3030 3:1+5 NETIF has =, which is not NAME=VALUE
            ! VZ3030 3:1+5 NETIF has a=, which is not NAME=VALUE
            ! VZ3030 3:1+5 NETIF has x, which is not NAME=VALUE
            > CPUUNITS=1000
              cpu:
                units: 1000
            > CPUUNITS=7
            ! VZ3030 3:1+8 cpu.units 7 is outside 8..500000
            > CPULIMIT=25%
              cpu:
                limit: 25%
            > CPULIMIT=250
              cpu:
                limit: 250
            > CPUS=2
              cpu:
                cpus: 2
            > CPUMASK=0-3,7
              cpu:
                mask: "0-3,7"
            > CPUMASK=all
              cpu:
                mask: all
            > NODEMASK=0
              cpu:
                nodemask: 0
            > IOPRIO=7
              io:
                priority: 7
            > IOPRIO=8
            ! VZ3030 3:1+6 io.priority 8 is outside 0..7
            > IOLIMIT=10485760
              io:
                limit: 10485760
            > IOPSLIMIT=500
              io:
                iops: 500
            > DISK_QUOTA=no
              disk:
                quota: "no"
            > DISKSPACE="2G:2.2G"
              disk:
                space: 2G:2.2G
            > DISKINODES="200000:220000"
              disk:
                inodes: "200000:220000"
            > QUOTATIME=600
              disk:
                graceTime: 600
            > QUOTAUGIDLIMIT=100
              disk:
                userQuota: 100
            > KMEMSIZE="14372700:14790164"
              beancounters:
                kmemsize: "14372700:14790164"
            > KMEMSIZE="unlimited"
              beancounters:
                kmemsize: unlimited
            > KMEMSIZE="2G:2G"
              beancounters:
                kmemsize: 2G
            > KMEMSIZE="-1"
              beancounters:
                kmemsize: unlimited
            ! VZ3031 3:1+8 KMEMSIZE -1 is unlimited to vzctl, and is written so
            > PRIVVMPAGES="256M:272M"
              beancounters:
                privvmpages: 256M:272M
            > PHYSPAGES="0:256M"
              beancounters:
                physpages: 0:256M
            > SWAPPAGES="0:512M"
              beancounters:
                swappages: 0:512M
            > NUMPROC="240:240"
              beancounters:
                numproc: 240
            > NUMPROC="240:9223372036854775807"
              beancounters:
                numproc: "240:9223372036854775807"
            > NUMPROC="99999999999999999999"
              beancounters:
                numproc: unlimited
            ! VZ3031 3:1+7 NUMPROC 99999999999999999999 is unlimited to vzctl, and is written so
            > NUMPROC="9:8"
            ! VZ3030 3:1+7 beancounters.numproc barrier 9 is above limit 8
            > NUMPROC=""
            ! VZ3030 3:1+7 NUMPROC is empty
            > NUMPROC="   "
            ! VZ3030 3:1+7 NUMPROC is empty
            > NUMPROC="1:2:3"
            ! VZ3030 3:1+7 beancounters.numproc "1:2:3" has more than two bounds
            > NUMIPTENT="24"
              beancounters:
                numiptent: 24
            > IPTENTRIES="24"
              beancounters:
                numiptent: 24
            > IPTENTRIES="24"\\nNUMIPTENT="25"
              beancounters:
                numiptent: 24
            ! VZ3030 4:1+9 NUMIPTENT is another name of beancounters.numiptent, which is set already
            > DCACHE="3409920:3624960"
              beancounters:
                dcachesize: "3409920:3624960"
            > VMMGUARPAGES="33792:unlimited"
              beancounters:
                vmguarpages: 33792:unlimited
            > AVNUMPROC="180:180"
              beancounters:
                avnumproc: 180
            > ORIGIN_SAMPLE="basic"
            > CONFIG_CUSTOMIZED="yes"
            ! VZ3030 3:1+17 CONFIG_CUSTOMIZED has no field here
            > NUMPROC=1\\nNUMPROC=2
              beancounters:
                numproc: 1
            ! VZ3032 4:1+7 NUMPROC stands in line 3 already, which wins
            > export NUMPROC=1
              beancounters:
                numproc: 1
            > NUMPROC='1'
              beancounters:
                numproc: 1
            > NUMPROC=1 # few
              beancounters:
                # few
                numproc: 1
            > # few\\nNUMPROC=1
              beancounters:
                # few
                numproc: 1
            > NUMPROC=$(id)
            ! VZ1030 3:9+1 what a shell would put here is not known
            > NUMPROC=1; reboot
            ! VZ1030 3:10+1 a command, which is not run
            > DESCRIPTION="yes"
              description: "yes"
            > DESCRIPTION="a: b # c"
              description: "a: b # c"
            > DESCRIPTION='$HOME `id`'
              description: "$HOME `id`"
            > IP_ADDRESS="10.0.0.1/24 10.0.0.1"
              network:
                addresses: ["10.0.0.1"]
            ! VZ3030 3:1+10 IP_ADDRESS has 10.0.0.1 twice
            ! VZ3031 3:1+10 IP_ADDRESS: 10.0.0.1/24 becomes 10.0.0.1: addresses are routed singly
            """;

    static Stream<String> cases() {
        return Arrays.stream(CASES.split("\n(?=> )", -1)).map(String::stripTrailing);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parameterBecomesItsFieldAndNothingGetsLostWithoutAWord(String expected) {
        String written = expected.lines().findFirst().orElseThrow();
        AuthoredFiles made = imported(written.substring(2).replace("\\n", "\n"));
        String fields = fields(made);
        assertEquals(
                expected,
                Stream.of(
                                Stream.of(written),
                                fields.lines(),
                                made.notes().stream().map(ParameterImportTest::shown))
                        .flatMap(lines -> lines)
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void orderInWhichFilesAreFoundDoesNotMatter() {
        List<ConfSource> sources =
                List.of(
                        new ConfSource("101.conf", "NAME=web\nOSTEMPLATE=x"),
                        new ConfSource("102.conf", "NAME=web\nOSTEMPLATE=y"),
                        new ConfSource("ve-a.conf-sample", "NUMPROC=1"),
                        new ConfSource("vz.conf", "CPUUNITS=1000"));
        AuthoredFiles made = OpenVzImport.of(sources, EVERYTHING);
        AuthoredFiles again = OpenVzImport.of(sources.reversed(), EVERYTHING);
        assertEquals(made.files(), again.files());
        assertEquals(made.notes(), again.notes());
        assertEquals(
                "[nodes/hn1.yaml, profiles/a.yaml, profiles/vz-conf.yaml, templates/y.yaml,"
                        + " ve/web-102.yaml, ve/web.yaml]",
                made.files().keySet().toString());
    }

    /// Findings of the whole tree would freeze the VE that somebody just moved here.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IP_ADDRESS=\"10.0.0.1 10.0.0.1\"",
                "IP_ADDRESS=\"10.0.0.1/24 10.0.0.1/32\"",
                "IP_ADDRESS=\"10.0.0.1,10.0.0.2,10.0.0.1\"",
                "NAMESERVER=\"10.0.0.53 10.0.0.53\"",
                "SEARCHDOMAIN=\"a.org a.org\"",
                "NETIF=\"ifname=eth1;ifname=eth1\"",
                "DEVNODES=\"net/tun:rw net/tun:rw\""
            })
    void repetitionInAListNeverMakesABrokenDocument(String line) {
        AuthoredFiles made = imported(line);
        assertTrue(
                OpenVzImportTest.read(made).diagnostics().stream()
                        .noneMatch(d -> d.severity() == org.vzgit.schema.Severity.ERROR),
                () -> made.files() + "\n" + OpenVzImportTest.read(made).diagnostics());
    }

    @Test
    void notesAreInTheOrderOfTheLines() {
        AuthoredFiles made = imported("ZZZ=1\nNUMPROC=9:8\nAAA=1\nIOPRIO=8");
        assertEquals(
                "[3, 4, 5, 6]",
                made.notes().stream().map(note -> note.origin().line()).toList().toString());
    }

    private static AuthoredFiles imported(String lines) {
        return OpenVzImport.of(
                List.of(new ConfSource("101.conf", "NAME=web1\nOSTEMPLATE=x\n" + lines)),
                EVERYTHING);
    }

    private static String fields(AuthoredFiles made) {
        String text = made.files().getOrDefault("ve/web1.yaml", "");
        String before = "template: busybox\n";
        return text.substring(text.indexOf(before) + before.length()).stripTrailing();
    }

    private static String shown(Diagnostic note) {
        return "! %s %d:%d+%d %s"
                .formatted(
                        note.code().id(),
                        note.origin().line(),
                        note.origin().column(),
                        note.length(),
                        note.message());
    }
}
