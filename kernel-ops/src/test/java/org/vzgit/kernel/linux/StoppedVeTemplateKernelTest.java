package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.SourceVe;
import org.vzgit.kernel.template.TemplateBuilds;
import org.vzgit.kernel.template.TemplateBuilds.Built;
import org.vzgit.kernel.template.TemplateFiles;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateScripts;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Templates made from what a stopped VE saw.
@Tag("kernel")
class StoppedVeTemplateKernelTest {
    private static final TemplateName GOLDEN = new TemplateName("golden");

    private TestNode node;
    private TemplateRef busybox;
    private VeId source;
    private TemplateBuilds builds;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeAVeThatHasChangedItsFiles() throws Exception {
        node = new TestNode();
        busybox = node.busybox();
        source = node.start(4701, busybox);
        node.await(source, "test -d /proc/1");
        node.told(
                source,
                "echo mine > /etc/mine; chown 1000:100 /etc/mine; chmod 4755 /etc/mine;"
                        + " rm /etc/profile; mkdir -p /srv/data; ln /etc/mine /srv/data/link;"
                        + " rm -r /www; mkdir /www; echo new > /www/only;"
                        + " echo secret-host > /etc/hostname; mkdir -p /etc/ssh;"
                        + " echo key > /etc/ssh/ssh_host_rsa_key; echo 0123 > /etc/machine-id;"
                        + " echo log > /var/log/x 2>/dev/null; true");
        node.stop(source, 0);
        builds = new TemplateBuilds(node.home, new StoppedVeFiles(node.home), said::add);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private Built build(TemplateScripts scripts) throws Exception {
        TemplateSpec spec =
                new TemplateSpec(
                        GOLDEN,
                        new Source.StoppedVe(new VeName("ve4701")),
                        "/sbin/init",
                        scripts,
                        new Origin("t.yaml", 1, 1));
        return builds.build(spec, Optional.of(new SourceVe(source, busybox)));
    }

    private Path file(Built built, String name) {
        return node.home.template(built.template()).resolve(name);
    }

    @Test
    void theTemplateIsWhatTheVeSawWithoutItsIdentity() throws Exception {
        Built built = build(TemplateScripts.NONE);
        assertTrue(built.fresh());
        Path mine = file(built, "etc/mine");
        assertEquals("mine\n", Files.readString(mine));
        assertEquals(
                Map.of("uid", 1000, "gid", 100, "nlink", 2),
                Files.readAttributes(mine, "unix:uid,gid,nlink"));
        assertEquals(04755, (int) Files.getAttribute(mine, "unix:mode") & 07777);
        assertFalse(Files.exists(file(built, "etc/profile")), "deleted in the VE");
        try (var www = Files.list(file(built, "www"))) {
            assertEquals(List.of("only"), www.map(path -> path.getFileName().toString()).toList());
        }
        assertTrue(Files.exists(file(built, "bin/busybox")), "what the VE had not touched");
        assertEquals(0, Files.getAttribute(file(built, "srv/data"), "unix:uid"));
        for (String gone : List.of("etc/hostname", "etc/ssh/ssh_host_rsa_key")) {
            assertFalse(Files.exists(file(built, gone), LinkOption.NOFOLLOW_LINKS), gone);
        }
        assertEquals("", Files.readString(file(built, "etc/machine-id")));
    }

    @Test
    void aVeOfItBootsWithAnIdentityOfItsOwn() throws Exception {
        Built built = build(TemplateScripts.NONE);
        VeId ve = node.start(4702, built.template());
        assertEquals("mine\n", node.await(ve, "cat /etc/mine"));
        assertEquals("ve4702\n", node.told(ve, "hostname"));
    }

    @Test
    void buildingAgainChangesNothingAndTheVeStaysAsItWas() throws Exception {
        Built first = build(TemplateScripts.NONE);
        Built second = build(TemplateScripts.NONE);
        assertEquals(new Built(first.template(), false), second);
        assertEquals("secret-host\n", Files.readString(node.upper(source, "etc/hostname")));
        node.start(source, busybox);
        assertEquals("mine\n", node.await(source, "cat /etc/mine"));
        node.stop(source, 0);
    }

    @Test
    void aScriptOfTheDocumentChangesTheTemplateAndNotTheVe() throws Exception {
        Built plain = build(TemplateScripts.NONE);
        Built changed =
                build(
                        new TemplateScripts(
                                "", "rm /etc/mine", false, TemplateScripts.TIMEOUT_DEFAULT));
        assertNotEquals(plain.template(), changed.template());
        assertFalse(Files.exists(file(changed, "etc/mine")));
        assertTrue(Files.exists(node.upper(source, "etc/mine")));
    }

    @Test
    void nothingIsMountedOrLeftAfterwards() throws Exception {
        String before = Files.readString(Path.of("/proc/self/mounts"));
        build(TemplateScripts.NONE);
        assertEquals(before, Files.readString(Path.of("/proc/self/mounts")));
        try (var left = Files.list(node.home.trash())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void onAnotherNodeItIsTheSameVersion() throws Exception {
        Built built = build(TemplateScripts.NONE);
        Path file = node.home.state().resolve("golden.tar.gz");
        String sum = new TemplateFiles(node.home, built.template()).export(file, said::add);
        NodeHome other = NodeHome.below(node.home.state().resolve("other"));
        TemplateSpec spec =
                new TemplateSpec(
                        GOLDEN,
                        new Source.Archive(file.toString(), sum),
                        "/sbin/init",
                        new Origin("t.yaml", 1, 1));
        var there = new TemplateBuilds(other, (_, _) -> {}, said::add);
        assertEquals(built.template(), there.build(spec).template());
    }
}
