package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.authoring.OpenVzImport.Settings;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// Which variable of OpenVZ's files is which field, and that its values mean the same.
final class ConfVariableTest {
    private static final Settings SETTINGS =
            new Settings(
                    new NodeName("hn1"),
                    Map.of("x", TemplateSpec.BUSYBOX),
                    OptionalInt.of(4),
                    new CarriedOut(EnumSet.allOf(VeField.class)));

    /// Names of vzctl 4.11 `lib/config.c`.
    @ParameterizedTest
    @CsvSource({
        "ONBOOT, onboot",
        "BOOTORDER, bootorder",
        "DISABLED, disabled",
        "VE_ROOT, root",
        "VE_PRIVATE, private",
        "MOUNT_OPTS, mount_opts",
        "DESCRIPTION, description",
        "HOSTNAME, hostname",
        "STOP_TIMEOUT, stopTimeout",
        "CAPABILITY, capability",
        "FEATURES, features",
        "NETFILTER, netfilter",
        "IPTABLES, iptables",
        "DEVNODES, devnodes",
        "DEVICES, devices",
        "PCI, pci",
        "NETDEV, netdev",
        "MEMINFO, meminfo",
        "LOCAL_UID, local_uid",
        "LOCAL_GID, local_gid",
        "IP_ADDRESS, network.addresses",
        "NAMESERVER, network.nameservers",
        "SEARCHDOMAIN, network.searchdomains",
        "NETIF, network.interfaces",
        "CPUUNITS, cpu.units",
        "CPULIMIT, cpu.limit",
        "CPUS, cpu.cpus",
        "CPUMASK, cpu.mask",
        "NODEMASK, cpu.nodemask",
        "IOPRIO, io.priority",
        "IOLIMIT, io.limit",
        "IOPSLIMIT, io.iops",
        "DISK_QUOTA, disk.quota",
        "DISKSPACE, disk.space",
        "DISKINODES, disk.inodes",
        "QUOTATIME, disk.graceTime",
        "QUOTAUGIDLIMIT, disk.userQuota",
        "VM_OVERCOMMIT, memory.vm_overcommit",
        "AVNUMPROC, beancounters.avnumproc",
        "DCACHE, beancounters.dcachesize",
        "IPTENTRIES, beancounters.numiptent",
        "VMMGUARPAGES, beancounters.vmguarpages"
    })
    void variableHasItsField(String name, String path) {
        assertEquals(
                Optional.of(path), ConfVariable.of(name).map(variable -> variable.field().path()));
    }

    @ParameterizedTest
    @EnumSource
    void everyBeancounterIsCalledAsInProc(Beancounter beancounter) {
        assertEquals(
                Optional.of("beancounters." + beancounter.key()),
                ConfVariable.of(beancounter.key().toUpperCase(Locale.ROOT))
                        .map(variable -> variable.field().path()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "numproc", "NAME", "OSTEMPLATE", "VEID", "USERPASSWD", "RAM", "SWAP"})
    void whatIsNoSettingOfAFieldHasNone(String name) {
        assertEquals(Optional.empty(), ConfVariable.of(name));
    }

    /// A value in a configuration file and the same text in a document are the same bound.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void boundsMeanTheSameInBothFiles(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            StringBuilder conf = new StringBuilder("OSTEMPLATE=x\nNAME=web1\n");
            StringBuilder yaml =
                    new StringBuilder(
                            """
                            apiVersion: vzgit/v1
                            kind: VE
                            metadata: {name: web1}
                            spec:
                              {veid: 101, node: hn1, template: busybox, beancounters: {\
                            """);
            for (Beancounter beancounter : Beancounter.values()) {
                if (random.nextBoolean()) {
                    String text = bounds(beancounter, random);
                    conf.append(beancounter.name()).append("=\"").append(text).append("\"\n");
                    yaml.append(beancounter.key()).append(": \"").append(text).append("\", ");
                }
            }
            yaml.append("avnumproc: 0}}\n");
            conf.append("AVNUMPROC=0\n");
            DesiredState imported =
                    OpenVzImportTest.read(
                            OpenVzImport.of(
                                    List.of(new ConfSource("101.conf", conf.toString())),
                                    SETTINGS));
            DesiredState written =
                    new DesiredStateReader()
                            .read(
                                    new Revision(Revision.DIRECTORY, ""),
                                    List.of(new SourceFile("web1.yaml", yaml.toString())));
            assertEquals(written.frozen(), imported.frozen(), conf.toString());
            if (written.ves().containsKey(new VeId(101))) {
                assertEquals(
                        written.ves().firstEntry().getValue().beancounters(),
                        imported.ves().firstEntry().getValue().beancounters(),
                        conf.toString());
            }
        }
    }

    /// Whatever stands in a file, what is written can be read, and nothing gets lost without a
    /// word.
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void everyFileBecomesAValidDocument(long seed) {
        Random random = new Random(seed);
        List<String> names =
                List.of(
                        "NUMPROC",
                        "CPUUNITS",
                        "HOSTNAME",
                        "IP_ADDRESS",
                        "NETIF",
                        "CAPABILITY",
                        "X");
        List<String> values =
                List.of(
                        "",
                        "1",
                        "-1",
                        "240:240",
                        "9:8",
                        "99999999999999999999",
                        "2.2G",
                        "unlimited",
                        "a b",
                        "10.0.0.1",
                        "10.0.0.1/24 ::",
                        "a:on b:off c",
                        "ifname=eth0;x",
                        "é\u001b",
                        "[",
                        "{a: b}",
                        "- x",
                        "# x",
                        "'",
                        "|",
                        "yes",
                        "0x10",
                        "1e3");
        for (int round = 0; round < 12; round++) {
            StringBuilder conf = new StringBuilder("OSTEMPLATE=x\n");
            for (int i = random.nextInt(8); i > 0; i--) {
                String value = values.get(random.nextInt(values.size()));
                conf.append(names.get(random.nextInt(names.size())))
                        .append("=\"")
                        .append(value)
                        .append("\"\n");
            }
            AuthoredFiles made =
                    OpenVzImport.of(List.of(new ConfSource("101.conf", conf.toString())), SETTINGS);
            DesiredState state = OpenVzImportTest.read(made);
            assertTrue(
                    state.diagnostics().stream().noneMatch(d -> d.code().id().startsWith("VZ10")),
                    () -> conf + "\n" + made.files() + "\n" + state.diagnostics());
        }
    }

    @Test
    void lineSaysWhereTheSettingIsToo() {
        AuthoredFiles made =
                OpenVzImport.of(
                        List.of(new ConfSource("101.conf", "OSTEMPLATE=x\n\n  CPUUNITS=7\n")),
                        SETTINGS);
        assertEquals(1, made.notes().size());
        assertEquals("101.conf:3:3", made.notes().getFirst().origin().toString());
        assertEquals("cpu.units 7 is outside 8..500000", made.notes().getFirst().message());
    }

    private static String bounds(Beancounter beancounter, Random random) {
        String first = bound(beancounter, random);
        return random.nextBoolean() ? first : first + ":unlimited";
    }

    private static String bound(Beancounter beancounter, Random random) {
        if (random.nextInt(6) == 0) {
            return "unlimited";
        }
        String number = Integer.toString(random.nextInt(100_000));
        String suffix =
                beancounter.unit() == Beancounter.Unit.ITEMS
                        ? ""
                        : List.of("", "K", "M", "P", "B").get(random.nextInt(5));
        return number + suffix;
    }
}
