package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.read;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DebRepository;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.RpmRepository;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateScripts;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;
import org.vzgit.schema.VeName;

/// Where templates come from, as people write it.
class TemplateSourcesTest {
    private static final String SUM = "0123456789abcdef".repeat(4);

    private static TemplateSpec template(DesiredState state) {
        return Objects.requireNonNull(state.templates().get(new TemplateName("t")));
    }

    private static TemplateSpec template(String spec) {
        DesiredState state = read(document("Template", "t", spec));
        assertEquals("", codes(state));
        return template(state);
    }

    @Test
    void packagesAreReadWithTheirDefaults() {
        TemplateSpec template = template("source: deb\ndeb: {suite: bookworm}");
        assertEquals(
                new Source.Deb(
                        List.of(
                                new DebRepository(
                                        "https://deb.debian.org/debian",
                                        "bookworm",
                                        List.of("main"),
                                        new PackageTrust.OfNode())),
                        "",
                        List.of()),
                template.source());
        assertEquals("/sbin/init", template.init());
        assertTrue(template.isBuiltByHand());
    }

    @Test
    void everythingAboutPackagesIsRead() {
        TemplateSpec template =
                template(
                        "source: deb\ndistribution: debian\nversion: \"13\"\narchitecture: arm64\n"
                                + "deb: {suite: trixie, mirror: \"http://m.example.org/d\","
                                + " components: [main, contrib], packages: [dbus, g++]}\n"
                                + "init: /lib/systemd/systemd");
        assertEquals(
                new Source.Deb(
                        List.of(
                                new DebRepository(
                                        "http://m.example.org/d",
                                        "trixie",
                                        List.of("main", "contrib"),
                                        new PackageTrust.OfNode())),
                        "arm64",
                        List.of("dbus", "g++")),
                template.source());
        assertEquals("/lib/systemd/systemd", template.init());
    }

    @Test
    void aTarFileIsReadWithItsSum() {
        TemplateSpec template =
                template("source: tar\ntar: {file: /srv/d.tar.zst, sha256: " + SUM + "}");
        assertEquals(new Source.Archive("/srv/d.tar.zst", SUM), template.source());
        assertTrue(template.isBuiltByHand());
    }

    @Test
    void theBuiltInOneIsNotBuiltByHand() {
        TemplateSpec template = template("source: builtin:busybox");
        assertEquals(new Source.Busybox(), template.source());
        assertFalse(template.isBuiltByHand());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: deb",
                "source: tar",
                "source: rpm",
                "source: ve",
                "source: http://x"
            })
    void whatCannotBeMadeIsSaidAndKeepsItsVesFromBeingMade(String spec) {
        DesiredState state = read(document("Template", "t", spec));
        assertEquals("NOT_SUPPORTED_YET", codes(state));
        assertInstanceOf(Source.NotYet.class, template(state).source());
        assertFalse(template(state).isBuiltByHand());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: deb\ndeb: {}",
                "source: deb\ndeb: {suite: \"--help\"}",
                "source: deb\ndeb: {suite: Bookworm}",
                "source: deb\ndeb: {suite: a, mirror: \"file:///etc\"}",
                "source: deb\ndeb: {suite: a, mirror: \"http://a b\"}",
                "source: deb\ndeb: {suite: a, components: [\"main,evil\"]}",
                "source: deb\ndeb: {suite: a, packages: [\"a b\"]}",
                "source: deb\ndeb: {suite: a, packages: [\"-o\"]}",
                "source: deb\ndeb: {suite: a, package: [a]}",
                "source: deb\ndeb: {suite: a}\narchitecture: \"../x\"",
                "source: tar\ntar: {file: /a}",
                "source: tar\ntar: {file: a, sha256: "
                        + "0123456789abcdef0123456789abcdef"
                        + "0123456789abcdef0123456789abcdef}",
                "source: tar\ntar: {file: /a, sha256: ABC}"
            })
    void whatCouldBecomeAnotherCommandIsRefused(String spec) {
        assertTrue(read(document("Template", "t", spec)).hasErrors(), spec);
    }

    @Test
    void aVeNamesItsTemplateWithOrWithoutAVersion() {
        String template = document("Template", "t", "source: builtin:busybox");
        DesiredState state =
                read(
                        template,
                        States.web(101, "").replace("template: busybox", "template: t@1a"),
                        States.web(102, "").replace("template: busybox", "template: t"));
        assertEquals("", codes(state));
        assertEquals("t@1a", States.only(state, 101).templateChoice().text());
        assertEquals("t", States.only(state, 102).templateChoice().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u@1", "\"t@\"", "\"@1\"", "t@1@2", "t@a/b"})
    void aVersionOfNothingIsRefused(String written) {
        String template = document("Template", "t", "source: builtin:busybox");
        String ve = States.web(101, "").replace("template: busybox", "template: " + written);
        assertTrue(read(template, ve).hasErrors(), written);
    }

    private static final String RPM =
            "source: rpm\nrpm:\n  release: \"9\"\n  packages: [\"@core\"]\n";
    private static final String KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    @Test
    void rpmPackagesAreReadWithTheirRepositoriesAndKeys() {
        TemplateSpec template =
                template(
                        RPM
                                + "  repositories:\n"
                                + "    - {name: base, url: \"https://r.example.org/$basearch\","
                                + " keys: [/k.asc]}\n"
                                + "    - {name: ours, url: \"file:///srv/r\", unsigned: true}\n"
                                + "architecture: x86_64");
        assertEquals(
                new Source.Rpm(
                        List.of(
                                new RpmRepository(
                                        "base",
                                        "https://r.example.org/$basearch",
                                        new PackageTrust.Keys(List.of("/k.asc"))),
                                new RpmRepository(
                                        "ours", "file:///srv/r", new PackageTrust.Unsigned())),
                        "9",
                        "x86_64",
                        "/var/lib/rpm",
                        List.of("@core")),
                template.source());
        assertTrue(template.isBuiltByHand());
    }

    @Test
    void anArmoredKeyIsReadAsItIsWritten() {
        TemplateSpec template =
                template(
                        "source: deb\ndeb:\n  suite: a\n  keys:\n    - |\n      "
                                + KEY
                                + "\n      abc\n");
        var deb = assertInstanceOf(Source.Deb.class, template.source());
        assertEquals(
                new PackageTrust.Keys(List.of(KEY + "\nabc\n")),
                deb.repositories().getFirst().trust());
    }

    @Test
    void furtherDebRepositoriesFollowTheFirst() {
        TemplateSpec template =
                template(
                        "source: deb\ndeb:\n  suite: a\n  unsigned: true\n  repositories:\n"
                                + "    - {suite: b, mirror: \"http://m/o\", components: [x],"
                                + " keys: [/k.gpg]}");
        var deb = assertInstanceOf(Source.Deb.class, template.source());
        assertEquals(new PackageTrust.Unsigned(), deb.repositories().getFirst().trust());
        assertEquals(
                new DebRepository(
                        "http://m/o", "b", List.of("x"), new PackageTrust.Keys(List.of("/k.gpg"))),
                deb.repositories().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RPM + "  repositories: [{name: a, url: \"http://a/b\"}]",
                RPM + "  repositories: [{name: a, url: \"http://a/b\", unsigned: false}]",
                "source: deb\ndeb: {suite: a, repositories: [{suite: b, mirror: \"http://m/o\"}]}",
            })
    void aRepositoryWithoutKeysHasToSaySo(String spec) {
        DesiredState state = read(document("Template", "t", spec));
        assertEquals("MISSING_FIELD", codes(state));
        assertInstanceOf(Source.NotYet.class, template(state).source());
    }

    @Test
    void keysAndNoneAtOnceContradictEachOther() {
        DesiredState state =
                read(
                        document(
                                "Template",
                                "t",
                                "source: deb\ndeb: {suite: a, unsigned: true, keys: [/k]}"));
        assertEquals("BAD_VALUE", codes(state));
    }

    @Test
    void aStoppedVeIsASource() {
        TemplateSpec template = template("source: ve\nve: {name: golden}");
        assertEquals(new Source.StoppedVe(new VeName("golden")), template.source());
        assertTrue(template.isBuiltByHand());
    }

    @Test
    void scriptsAreReadWithTheirBounds() {
        TemplateSpec template =
                template(
                        "source: tar\ntar: {file: /a, sha256: "
                                + SUM
                                + "}\n"
                                + "scripts:\n"
                                + "  preInstall: echo a\n"
                                + "  postInstall: |\n"
                                + "    echo b\n"
                                + "    echo c\n"
                                + "  network: true\n"
                                + "  timeout: 7200");
        assertEquals(
                new TemplateScripts("echo a", "echo b\necho c\n", true, new Seconds(7200)),
                template.scripts());
    }

    @Test
    void withoutScriptsNothingIsRun() {
        assertEquals(TemplateScripts.NONE, template("source: builtin:busybox").scripts());
    }

    @ParameterizedTest
    @ValueSource(ints = {TemplateScripts.TEXT_MAX, TemplateScripts.TEXT_MAX + 1})
    void aScriptIsNoLongerThanOneArgumentOfAProgram(int length) {
        DesiredState state =
                read(
                        document(
                                "Template",
                                "t",
                                "source: builtin:busybox\nscripts: {postInstall: "
                                        + "x".repeat(length)
                                        + "}"));
        assertEquals(length > TemplateScripts.TEXT_MAX, state.hasErrors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RPM + "  repositories: []",
                RPM + "  repositories: [{name: \"a]\", url: \"http://a/b\", unsigned: true}]",
                RPM + "  repositories: [{name: a, url: \"ftp://a/b\", unsigned: true}]",
                RPM + "  repositories: [{name: a, url: \"http://a\\nx=y\", unsigned: true}]",
                RPM + "  repositories: [{name: a, url: \"http://a/b\", keys: []}]",
                RPM + "  repositories: [{name: a, url: \"http://a/b\", keys: [\"k.asc\"]}]",
                "source: rpm\nrpm: {release: \"9\", packages: [\"--nogpgcheck\"],"
                        + " repositories: [{name: a, url: \"http://a/b\", unsigned: true}]}",
                "source: rpm\nrpm: {release: \"9 x\", packages: [a],"
                        + " repositories: [{name: a, url: \"http://a/b\", unsigned: true}]}",
                "source: rpm\nrpm: {release: \"9\", packages: [a], database: /../x,"
                        + " repositories: [{name: a, url: \"http://a/b\", unsigned: true}]}",
                "source: ve\nve: {name: \"../x\"}",
                "source: builtin:busybox\nscripts: {timeout: 0}",
                "source: builtin:busybox\nscripts: {timeout: 7201}",
                "source: builtin:busybox\nscripts: {install: x}",
            })
    void whatDnfCouldTakeForSomethingElseIsRefused(String spec) {
        assertTrue(read(document("Template", "t", spec)).hasErrors(), spec);
    }
}
