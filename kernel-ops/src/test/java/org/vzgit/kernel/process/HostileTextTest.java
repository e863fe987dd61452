package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.kernel.text.MountTable;
import org.vzgit.kernel.text.VeDirectoryName;

/// A VE's root writes its process names, its mounts and its resolv.conf, and a file can break off
/// anywhere: the parsers answer, or throw the one exception that they document.
final class HostileTextTest {
    private static final int ROUNDS = 3000;

    private static final String STAT =
            "4711 (init) S 1 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 0 0\n";

    private static final String STATUS =
            """
            Name:	init
            State:	S (sleeping)
            NSpid:	4711	1
            SigBlk:	0000000000010000
            SigCgt:	0000000000000201
            """;

    private static final String MOUNTS =
            """
            36 35 98:0 /mnt1 / rw,noatime master:1 - overlay none rw,lowerdir=low/busybox@1,upperdir=u
            37 36 0:21 / /a\\040b rw - tmpfs tmpfs rw,size=4k
            """;

    private static final String CGROUP =
            """
            default 100
            8:0 rbps=1048576 wbps=max riops=max wiops=10
            max 3
            0
            """;

    private static final List<String> TOKENS =
            List.of(
                    " ",
                    "\n",
                    "\t",
                    ":",
                    "(",
                    ")",
                    "-",
                    "=",
                    "0",
                    "max",
                    "\\",
                    "\\040",
                    "\\777",
                    "@",
                    "/",
                    "\0",
                    "\u001b[31m",
                    "99999999999999999999",
                    "-1",
                    "٣",
                    "\ud800",
                    "default ",
                    "nameserver ",
                    "search ",
                    "lowerdir=low/" + "a".repeat(70) + "@1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedTextGivesAnAnswerOrTheDocumentedException(long seed) {
        Random random = new Random(seed);
        List<Consumer<String>> strict =
                List.of(
                        ProcStat::parse,
                        ProcStatus::parse,
                        CgroupText::number,
                        CgroupText::numberOrMax,
                        CgroupText::pids,
                        CgroupText::weight,
                        text -> CgroupText.keyed(text, "max"),
                        text -> CgroupText.nested(text, "rbps"));
        List<Consumer<String>> tolerant =
                List.of(
                        MountTable::parse,
                        RootTemplate::of,
                        ResolvConf::parse,
                        VeDirectoryName::parse,
                        CgroupText::words,
                        text -> CgroupText.device(text, "8:0"));
        for (int round = 0; round < ROUNDS; round++) {
            String text = damage(List.of(STAT, STATUS, MOUNTS, CGROUP).get(round % 4), random);
            strict.forEach(parser -> onlyIllegalArgument(parser, text));
            tolerant.forEach(parser -> parser.accept(text));
        }
    }

    @Test
    void statThatBreaksOffIsNeverAnotherProcess() {
        ProcStat whole = ProcStat.parse(STAT);
        for (int end = 0; end < STAT.indexOf("123456"); end++) {
            String cut = STAT.substring(0, end);
            assertThrows(IllegalArgumentException.class, () -> ProcStat.parse(cut), cut);
        }
        assertEquals(4711, whole.pid());
        assertEquals(123_456, whole.startTicks());
    }

    @Test
    void statusThatBreaksOffIsNeverAProcessWithoutSignals() {
        for (int end = 0; end < STATUS.indexOf("0000000000000201"); end++) {
            String cut = STATUS.substring(0, end);
            assertThrows(IllegalArgumentException.class, () -> ProcStatus.parse(cut), cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {") S 1 1 1", "a) R 0 (", "((((", "))))", " ", "\n1 (x) Z", "a b"})
    void nameOfAProcessForgesNoField(String name) {
        ProcStat stat = ProcStat.parse(STAT.replace("init", name));
        assertEquals(name, stat.comm());
        assertEquals(4711, stat.pid());
        assertEquals('S', stat.state());
        assertEquals(123_456, stat.startTicks());
    }

    @Test
    void nameInAStatusFileForgesNoLine() {
        ProcStatus status =
                ProcStatus.parse(STATUS.replace("init", "x\\nNSpid:\\t1\\t1") + "NSpid:\t1\t1\n");
        assertEquals(List.of(4711, 1), status.namespacePids());
    }

    @Test
    void pidThatNoKernelHasIsNoPid() {
        assertThrows(IllegalArgumentException.class, () -> CgroupText.pids("1\n4294967296\n"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.pids("1\nx\n"));
        assertEquals(List.of(), CgroupText.pids(""));
        assertEquals(List.of(1, 22), CgroupText.pids("1\n22\n"));
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "'\n'", "max max", "1 2", "0x10", "1.5", "maximum", "--1"})
    void textThatIsNoNumberIsNeverTakenForZero(String text) {
        assertThrows(IllegalArgumentException.class, () -> CgroupText.number(text));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.numberOrMax(text));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.weight(text));
    }

    @Test
    void absentKeyIsNotZeroAndMaxIsNotAbsent() {
        assertEquals(OptionalLong.empty(), CgroupText.keyed("oom 0\n", "oom_kill"));
        assertEquals(OptionalLong.of(0), CgroupText.keyed("oom 0\noom_kill 0\n", "oom_kill"));
        assertEquals(OptionalLong.empty(), CgroupText.nested("rbps=max", "rbps"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.nested("rbps=max", "wbps"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.nested("", "rbps"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.keyed("max x\n", "max"));
        assertEquals(Optional.empty(), CgroupText.device("8:0 rbps=1\n", "8:01"));
        assertEquals(Optional.of("rbps=1"), CgroupText.device("18:0 x\n8:0 rbps=1\n", "8:0"));
    }

    @Test
    void overlayThatAVeMountedOverItsRootIsNotItsTemplate() {
        String sly = "99 36 0:9 / / rw - overlay o rw,lowerdir=low/other@9\n";
        assertEquals("busybox@1", RootTemplate.of(MOUNTS + sly).orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "low/",
                "low/@1",
                "low/busybox",
                "low/busybox@",
                "low/-x@1",
                "/low/busybox@1",
                "low/../x@1"
            })
    void rootThatTheLauncherDidNotMakeHasNoTemplate(String lower) {
        assertEquals(Optional.empty(), RootTemplate.of(root(lower)));
    }

    @Test
    void namesAndVersionsLongerThanTemplatesHaveAreNone() {
        String name = "a".repeat(64);
        assertEquals(Optional.empty(), RootTemplate.of(root("low/" + name + "@1")));
        assertEquals(Optional.empty(), RootTemplate.of(root("low/busybox@" + name + "b")));
        assertTrue(RootTemplate.of(root("low/" + name.substring(1) + "@" + name)).isPresent());
    }

    @Test
    void mountLinesThatAreNotOfTheFormAreLeftOut() {
        assertEquals(List.of(), MountTable.parse(""));
        assertEquals(List.of(), MountTable.parse("- - - - - - -\n1 2 3:4 / / rw - tmpfs\n"));
        assertEquals("/a b", MountTable.parse(MOUNTS).get(1).mountPoint());
        String line = "1 2 3:4 / /a\\134040$1 rw - tmpfs t rw";
        assertEquals("/a\\040$1", MountTable.parse(line).getFirst().mountPoint());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void resolverComesBackFromItsText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Resolver resolver =
                    new Resolver(words(random, 3, "192.0.2."), words(random, 6, "d.example"));
            assertEquals(resolver, ResolvConf.parse(ResolvConf.format(resolver)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "99",
                "100",
                "0101",
                "+101",
                "101 ",
                "1e3",
                "101.old",
                "２０１",
                "2147483645",
                "99999999999",
                "-101"
            })
    void directoryThatIsNotNamedLikeAVeIsNotOurs(String name) {
        assertEquals(Optional.empty(), VeDirectoryName.parse(name));
    }

    private static List<String> words(Random random, int max, String stem) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            words.add(stem + random.nextInt(250));
        }
        return words;
    }

    private static String root(String lower) {
        return "1 2 0:9 / / rw - overlay o rw,lowerdir=" + lower + "\n";
    }

    private static void onlyIllegalArgument(Consumer<String> parser, String text) {
        try {
            parser.accept(text);
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty(), text);
        }
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 1 + random.nextInt(5); i > 0 && !damaged.isEmpty(); i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.delete(at, at + random.nextInt(30));
                case 1 -> damaged.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> damaged.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return damaged.toString();
    }
}
