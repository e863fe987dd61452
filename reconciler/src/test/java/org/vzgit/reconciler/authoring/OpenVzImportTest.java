package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.authoring.OpenVzImport.Settings;
import org.vzgit.reconciler.text.DiagnosticText;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Severity;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// OpenVZ's files as documents. Each folder below `src/test/import` is a directory of them;
/// `expected/` beside it holds exactly the files and the notes that a user gets.
/// `-Dvzgit.golden.write=true` writes them anew, for review in the diff.
final class OpenVzImportTest {
    private static final DesiredStateReader READER = new DesiredStateReader();

    private static final Path CASES = Path.of("src/test/import");
    private static final NodeName HN1 = new NodeName("hn1");

    /// Fixed, so that the golden files stay as they are when more fields are carried out.
    private static final CarriedOut SOME =
            new CarriedOut(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    VeField.ONBOOT,
                                    VeField.ROOT,
                                    VeField.PRIVATE,
                                    VeField.CAPABILITY,
                                    VeField.FEATURES,
                                    VeField.NETFILTER,
                                    VeField.DEVNODES,
                                    VeField.NETWORK_INTERFACES,
                                    VeField.DISK_QUOTA)));

    private static final Settings PLAIN = new Settings(HN1, Map.of(), OptionalInt.empty(), SOME);
    private static final Settings BUSYBOX =
            new Settings(
                    HN1,
                    Map.of("debian-6.0-x86_64", TemplateSpec.BUSYBOX),
                    OptionalInt.of(4),
                    SOME);

    @ParameterizedTest
    @ValueSource(strings = {"etc-vz", "hostile"})
    void filesAndNotesReadExactlyAsExpected(String name) throws IOException {
        AuthoredFiles made = OpenVzImport.of(sources(CASES.resolve(name)), PLAIN);
        StringBuilder text = new StringBuilder();
        made.files()
                .forEach((path, content) ->
                        text.append("=== ").append(path).append('\n').append(content));
        text.append("=== notes\n");
        made.notes().forEach(note -> text.append(DiagnosticText.of(note)));
        Path expected = CASES.resolve(name + ".expected.txt");
        if (Boolean.getBoolean("vzgit.golden.write")) {
            Files.writeString(expected, text);
        }
        assertEquals(Files.readString(expected), text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc-vz", "hostile"})
    void whatIsWrittenHasNoErrors(String name) throws IOException {
        DesiredState state = read(OpenVzImport.of(sources(CASES.resolve(name)), PLAIN));
        assertEquals(
                List.of(),
                state.diagnostics().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .toList());
        assertTrue(state.complete());
        assertFalse(state.ves().isEmpty());
    }

    /// As vzctl reads them, with its own units.
    @Test
    void valuesAreThoseOfTheFile() throws IOException {
        DesiredState state = read(OpenVzImport.of(sources(CASES.resolve("etc-vz")), BUSYBOX));
        VeSpec web1 = ve(state, 101);
        assertEquals("web1", web1.name().value());
        assertEquals("web1.example.org", web1.hostname());
        assertEquals("front end: \"blue\" side", web1.description());
        assertEquals(
                "[10.101.0.101, 10.101.0.102, 10.101.7.1, fd00:101::101]",
                web1.network().addresses().toString());
        assertEquals("[10.101.0.1, 10.101.0.2]", web1.network().nameservers().toString());
        assertEquals(
                "240",
                web1.beancounters()
                        .getOrDefault(Beancounter.NUMPROC, BarrierLimit.both(Limit.NOT_MANAGED))
                        .text());
        assertEquals(
                "2000", web1.resources().getOrDefault(Resource.CPUUNITS, Limit.NOT_MANAGED).text());
        assertEquals(
                "25", web1.resources().getOrDefault(Resource.CPULIMIT, Limit.NOT_MANAGED).text());
        assertEquals(
                "10M", web1.resources().getOrDefault(Resource.IOLIMIT, Limit.NOT_MANAGED).text());
        assertEquals("4", web1.resources().getOrDefault(Resource.IOPRIO, Limit.NOT_MANAGED).text());
        VeSpec db1 = ve(state, 102);
        assertEquals(
                "256M", db1.resources().getOrDefault(Resource.PHYSPAGES, Limit.NOT_MANAGED).text());
        assertEquals(
                "512M", db1.resources().getOrDefault(Resource.SWAPPAGES, Limit.NOT_MANAGED).text());
        assertEquals(60, db1.stopTimeout().value());
    }

    /// vzctl takes from vz.conf what the VE's own file does not say.
    @Test
    void globalsStandUnderEveryVe() throws IOException {
        DesiredState state = read(OpenVzImport.of(sources(CASES.resolve("etc-vz")), PLAIN));
        assertEquals(60, ve(state, 101).stopTimeout().value());
        assertEquals("centos-6-x86", ve(state, 102).template().value());
        assertEquals(
                "1000",
                ve(state, 102)
                        .resources()
                        .getOrDefault(Resource.CPUUNITS, Limit.NOT_MANAGED)
                        .text());
    }

    @Test
    void veWithoutANameIsCalledByItsHostNameOrItsNumber() {
        assertEquals("[nodes/hn1.yaml, ve/db1.yaml]", paths(conf("150.conf", "NAME=db1")));
        assertEquals(
                "[nodes/hn1.yaml, ve/a.example.org.yaml]",
                paths(conf("150.conf", "HOSTNAME=a.example.org")));
        assertEquals("[nodes/hn1.yaml, ve/ve150.yaml]", paths(conf("150.conf", "")));
        assertEquals("[nodes/hn1.yaml, ve/ve150.yaml]", paths(conf("150.conf", "NAME=../../etc")));
        assertEquals(
                "[nodes/hn1.yaml, ve/web-150.yaml, ve/web.yaml]",
                paths(conf("149.conf", "NAME=web"), conf("150.conf", "NAME=web")));
        assertEquals(
                "[nodes/hn1.yaml, ve/my-web.yaml]", paths(conf("150.conf", "NAME=\"my web\"")));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "100, false", "101, true", "2147483644, true", "2147483645, false"})
    void onlyNumbersThatAVeMayHaveBecomeVes(String number, boolean expected) {
        AuthoredFiles made = OpenVzImport.of(List.of(conf(number + ".conf", "NAME=x")), PLAIN);
        assertEquals(expected, made.files().containsKey("ve/x.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "101.start",
                "vps.mount",
                "101.conf.destroyed",
                "networks_classes",
                "x.conf"
            })
    void whatIsNoConfigurationIsListed(String name) {
        AuthoredFiles made = OpenVzImport.of(List.of(conf(name, "NUMPROC=1")), PLAIN);
        assertEquals("[nodes/hn1.yaml]", made.files().keySet().toString());
        assertEquals(1, made.notes().size());
        assertEquals("/etc/vz/conf/" + name, made.notes().getFirst().origin().path());
    }

    /// A name in a file that anybody could have written must not decide where we write.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ve-../../../etc/passwd.conf-sample",
                "ve-a/b.conf-sample",
                "ve-.hidden.conf-sample",
                "ve-x y.conf-sample"
            })
    void namesStayBelowTheirDirectory(String name) {
        AuthoredFiles made = OpenVzImport.of(List.of(conf(name, "NUMPROC=1")), PLAIN);
        assertTrue(
                made.files().keySet().stream()
                        .allMatch(path ->
                                path.matches("(nodes|profiles)/[A-Za-z0-9][A-Za-z0-9+_.-]*")),
                made.files().keySet().toString());
    }

    @Test
    void templateThatWasNamedOnTheCommandLineNeedsNoDocument() {
        List<ConfSource> sources = List.of(conf("101.conf", "OSTEMPLATE=debian-6.0-x86_64"));
        AuthoredFiles made = OpenVzImport.of(sources, BUSYBOX);
        assertEquals("[nodes/hn1.yaml, ve/ve101.yaml]", made.files().keySet().toString());
        assertEquals(List.of(), made.notes());
    }

    @Test
    void shareOfTheNodeNeedsItsNumberOfCpus() {
        List<ConfSource> share = List.of(conf("101.conf", "CPULIMIT=25%\nOSTEMPLATE=x"));
        AuthoredFiles unknown = OpenVzImport.of(share, PLAIN);
        assertTrue(
                unknown.notes().stream()
                        .anyMatch(n ->
                                n.message().contains("CPULIMIT is a share of the whole node")));
        DesiredState known = read(OpenVzImport.of(share, BUSYBOX));
        assertEquals(
                "100",
                ve(known, 101)
                        .resources()
                        .getOrDefault(Resource.CPULIMIT, Limit.NOT_MANAGED)
                        .text());
    }

    @Test
    void sampleLinksToNothingAndKeepsItsComments() {
        AuthoredFiles made =
                OpenVzImport.of(
                        List.of(
                                conf(
                                        "ve-a.conf-sample",
                                        "# head\n\n# few\nNUMPROC=1 # one\n# foot\n")),
                        PLAIN);
        assertEquals(
                """
                # yaml-language-server: $schema=../schemas/profile.v1.schema.json
                #
                # head
                apiVersion: vzgit/v1
                kind: Profile
                metadata:
                  name: a
                spec:
                  beancounters:
                    # few
                    # one
                    numproc: 1
                # foot
                """,
                made.files().get("profiles/a.yaml"));
    }

    private static VeSpec ve(DesiredState state, int veid) {
        VeSpec ve = state.ves().get(new VeId(veid));
        if (ve == null) {
            throw new AssertionError(state.diagnostics().toString());
        }
        return ve;
    }

    private static String paths(ConfSource... sources) {
        return OpenVzImport.of(
                        Stream.of(sources)
                                .map(s ->
                                        new ConfSource(
                                                s.path(),
                                                s.text() + "\nOSTEMPLATE=debian-6.0-x86_64"))
                                .toList(),
                        BUSYBOX)
                .files()
                .keySet()
                .toString();
    }

    private static ConfSource conf(String name, String text) {
        return new ConfSource("/etc/vz/conf/" + name, text);
    }

    static DesiredState read(AuthoredFiles made) {
        return READER.read(
                new Revision(Revision.DIRECTORY, ""),
                made.files().entrySet().stream()
                        .map(file -> new SourceFile(file.getKey(), file.getValue()))
                        .collect(Collectors.toList()));
    }

    private static List<ConfSource> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(OpenVzImportTest::source).toList();
        }
    }

    private static ConfSource source(Path file) {
        try {
            return new ConfSource(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
