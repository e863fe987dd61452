package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.DebRepository;
import org.vzgit.schema.Origin;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;

/// Whose signatures count for Debian packages, asked of a repository on this machine that has an
/// index, signed, and no packages: what is accepted fails later, for want of them.
@Tag("kernel")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DebTemplateKernelTest {
    private static final TemplateName NAME = new TemplateName("small");

    @TempDir static Path all;
    private static HttpServer server;

    @TempDir Path directory;
    private NodeHome home;
    private final List<String> said = new ArrayList<>();
    private TemplateBuilds builds;

    @BeforeAll
    static void makeARepository() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        for (String program : List.of("mmdebstrap", "gpg")) {
            Assumptions.assumeTrue(
                    new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0,
                    "no " + program);
        }
        Files.setPosixFilePermissions(
                Files.createDirectory(all.resolve("gnupg")),
                PosixFilePermissions.fromString("rwx------"));
        shell(
                "for who in ours others; do gpg --batch --passphrase '' --quick-gen-key $who"
                        + " rsa2048 sign never; gpg --armor --export $who > $who.asc; done;"
                        + " mkdir -p repo/dists/small/main/binary-amd64; cd repo/dists/small;"
                        + " : > main/binary-amd64/Packages;"
                        + " { echo Suite: small; echo Codename: small; echo Components: main;"
                        + " echo Architectures: amd64; date -u '+Date: %a, %d %b %Y %T UTC';"
                        + " echo SHA256:; echo \" $(sha256sum < main/binary-amd64/Packages |"
                        + " cut -d' ' -f1) 0 main/binary-amd64/Packages\"; } > Release;"
                        + " gpg --batch --yes --local-user ours"
                        + " --clearsign --output InRelease Release");
        server =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        all.resolve("repo"),
                        SimpleFileServer.OutputLevel.NONE);
        server.start();
    }

    private static void shell(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script);
        builder.directory(all.toFile());
        builder.environment().put("GNUPGHOME", all.resolve("gnupg").toString());
        builder.redirectErrorStream(true).redirectOutput(all.resolve("log").toFile());
        assertEquals(
                0, builder.start().waitFor(), () -> "see " + script + read(all.resolve("log")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void endItsPrograms() throws Exception {
        if (server != null) {
            server.stop(0);
            shell("gpgconf --kill all");
        }
    }

    @BeforeEach
    void openHome() {
        home = NodeHome.below(directory.resolve("home"));
        builds = new TemplateBuilds(home, (_, _) -> {}, said::add);
    }

    private static String mirror() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static DebRepository trusting(PackageTrust trust) {
        return new DebRepository(mirror(), "small", List.of("main"), trust);
    }

    private static PackageTrust key(String who) throws Exception {
        return new PackageTrust.Keys(List.of(Files.readString(all.resolve(who + ".asc"))));
    }

    /// No repository of these tests has a package, so each build fails.
    private String told(DebRepository... repositories) throws Exception {
        TemplateSpec spec =
                new TemplateSpec(
                        NAME,
                        new Source.Deb(List.of(repositories), "amd64", List.of()),
                        "/sbin/init",
                        new Origin("t", 1, 1));
        assertThrows(OperationFailure.class, () -> builds.build(spec));
        assertEquals(Map.of(), builds.current());
        try (var left = Files.list(home.trash())) {
            assertEquals(List.of(), left.toList());
        }
        return String.join("\n", said);
    }

    @Test
    void anIndexThatTheDocumentsKeyHasSignedIsAccepted() throws Exception {
        String told = told(trusting(key("ours")));
        assertFalse(told.contains("NO_PUBKEY"), told);
        assertFalse(told.contains("not signed"), told);
    }

    @Test
    void anIndexOfAnotherKeyIsRefusedWithTheKeyThatIsMissing() throws Exception {
        String told = told(trusting(key("others")));
        assertTrue(told.contains("NO_PUBKEY"), told);
        assertTrue(told.contains("127.0.0.1:" + server.getAddress().getPort()), told);
    }

    @Test
    void theNodesOwnKeysAreNotEnoughForAStrangersRepository() throws Exception {
        String told = told(trusting(new PackageTrust.OfNode()));
        assertTrue(told.contains("NO_PUBKEY"), told);
    }

    @Test
    void whatNobodyChecksIsAcceptedWhereTheDocumentSaysSo() throws Exception {
        String told = told(trusting(new PackageTrust.Unsigned()));
        assertFalse(told.contains("E: GPG"), told);
        assertFalse(told.contains("is not signed."), told);
    }

    @Test
    void keysOfOneRepositoryDoNotCountForAnother() throws Exception {
        String told = told(trusting(key("ours")), trusting(key("others")));
        assertTrue(told.contains("E:"), told);
    }

    @Test
    void linesAndOptionsAreThoseOfTheDocument() throws Exception {
        BuildSite site = BuildSite.at(directory.resolve("site"));
        var plain =
                new DebInstall(
                        new Source.Deb(
                                List.of(
                                        new DebRepository(
                                                "https://deb.example.org/debian",
                                                "bookworm",
                                                List.of("main", "contrib"),
                                                new PackageTrust.OfNode())),
                                "amd64",
                                List.of("systemd-sysv", "openssh-server")),
                        site);
        assertEquals(
                List.of(
                        "mmdebstrap",
                        "--mode=root",
                        "--variant=minbase",
                        "--skip=check/empty",
                        "--components=main,contrib",
                        "--architectures=amd64",
                        "--include=systemd-sysv,openssh-server",
                        "bookworm",
                        site.tree().toString(),
                        "https://deb.example.org/debian"),
                plain.command());
    }
}
