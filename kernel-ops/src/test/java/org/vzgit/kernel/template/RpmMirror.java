package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.RpmRepository;

/// A small distribution of rpm packages in a directory, with keys of its own.
final class RpmMirror {
    private static final List<String> PROGRAMS =
            List.of("dnf", "rpmbuild", "rpmsign", "createrepo_c", "gpg", "capsh");

    final Path directory;
    private final Path gnupg;

    RpmMirror(Path directory) throws Exception {
        for (String program : PROGRAMS) {
            Assumptions.assumeTrue(
                    run(Map.of(), "sh", "-c", "command -v " + program) == 0, "no " + program);
        }
        this.directory = Files.createDirectories(directory.resolve("repo"));
        gnupg = Files.createDirectories(directory.resolve("gnupg"));
        Files.setPosixFilePermissions(
                gnupg, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        for (String who : List.of("ours", "others")) {
            shell("gpg --batch --passphrase '' --quick-gen-key " + who + " rsa2048 sign never");
        }
    }

    /// The armored public key of `ours`, with which packages are signed, or of `others`.
    String key(String who) throws Exception {
        Path file = directory.resolveSibling(who + ".asc");
        shell("gpg --batch --yes --armor --output " + file + " --export " + who);
        return Files.readString(file);
    }

    /// A package with its version in `/etc/NAME`, the node's static busybox as `/bin/NAME`, and a
    /// scriptlet that writes into `/etc/NAME.post` what `/dev/null` is.
    void add(String name, String version, boolean signed) throws Exception {
        Path top = directory.resolveSibling("build-" + name + version);
        Files.createDirectories(top);
        Path spec =
                Files.writeString(
                        top.resolve("p.spec"),
                        """
                        Name: NAME
                        Version: VERSION
                        Release: 1
                        Summary: for a test
                        License: none
                        AutoReqProv: no
                        %description
                        For a test.
                        %install
                        mkdir -p %{buildroot}/etc %{buildroot}/bin
                        echo VERSION > %{buildroot}/etc/NAME
                        cp /bin/busybox %{buildroot}/bin/NAME
                        %post -p <lua>
                        local devices = posix.stat('/dev/null', 'type')
                        local file = io.open('/etc/NAME.post', 'w')
                        file:write(devices)
                        file:close()
                        %files
                        /etc/NAME
                        /bin/NAME
                        """
                                .replace("NAME", name)
                                .replace("VERSION", version));
        shell(
                "rpmbuild -bb --define '_topdir "
                        + top
                        + "' --define 'debug_package %{nil}' --define '_build_id_links none'"
                        + " --define '__os_install_post %{nil}' "
                        + spec);
        if (signed) {
            shell(
                    "rpmsign --define '_gpg_name ours' --define '__gpg /usr/bin/gpg' --addsign "
                            + top
                            + "/RPMS/*/*.rpm");
        }
        shell("cp " + top + "/RPMS/*/*.rpm " + directory);
    }

    /// Writes the index, with a group `core` of some packages.
    void index(String... core) throws Exception {
        StringBuilder group = new StringBuilder("<comps><group><id>core</id><name>core</name>");
        group.append("<uservisible>true</uservisible><packagelist>");
        for (String name : core) {
            group.append("<packagereq type='mandatory'>").append(name).append("</packagereq>");
        }
        Path file = directory.resolveSibling("comps.xml");
        Files.writeString(file, group + "</packagelist></group></comps>");
        shell("createrepo_c --quiet --groupfile " + file + " " + directory);
    }

    RpmRepository trusting(PackageTrust trust) {
        return new RpmRepository("base", "file://" + directory, trust);
    }

    RpmRepository trusting(String who) throws Exception {
        return trusting(new PackageTrust.Keys(List.of(key(who))));
    }

    private void shell(String command) throws Exception {
        assertEquals(0, run(Map.of("GNUPGHOME", gnupg.toString()), "sh", "-c", command), command);
    }

    private int run(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start().waitFor();
    }

    /// Ends what gpg has started.
    void close() throws Exception {
        run(Map.of("GNUPGHOME", gnupg.toString()), "gpgconf", "--kill", "all");
    }
}
