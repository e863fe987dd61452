package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// A Debian with systemd, cloned after it has run.
@Tag("kernel")
class DebianCloneKernelTest {
    private static final int PATIENCE = 60;
    private static final String RUNNING = "systemctl is-system-running | grep -qx running";

    private TestNode node;
    private TemplateRef template;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode();
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/sys/fs/cgroup/unified"))
                        || Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")),
                "no unified hierarchy");
        template = node.template("debian-12", DebianTree.SYSTEMD_12.files());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private VeId cloned(int number, VeId source) throws Exception {
        VeId clone = new VeId(number);
        OwnerMark mark =
                new OwnerMark(
                        "test",
                        new VeName("ve" + number),
                        template,
                        new Revision("0123456789abcdef", "alice"),
                        DeletionPolicy.DESTROY);
        var area = new CreatePrivateArea(clone, mark, TestNode.uidBase(clone));
        node.kernel.apply(new ClonePrivateArea(area, source));
        node.willRemove(clone);
        return clone;
    }

    @Test
    void itBootsToRunningAsAMachineOfItsOwn() throws Exception {
        VeId source = node.start(4711, template);
        node.await(source, RUNNING);
        String id = node.told(source, "cat /etc/machine-id");
        node.told(
                source,
                "echo kept > /root/kept; useradd -m alice; echo x > ~alice/x;"
                        + " chown alice ~alice/x; hostnamectl hostname source.example || true");
        node.stop(source, PATIENCE);

        VeId clone = cloned(4712, source);
        node.start(clone, template);
        node.await(clone, RUNNING);
        assertEquals("kept\n", node.told(clone, "cat /root/kept"));
        assertEquals("alice\n", node.told(clone, "stat -c %U /home/alice/x"));
        assertEquals("ve4712\n", node.told(clone, "hostname"));
        String other = node.told(clone, "cat /etc/machine-id");
        assertTrue(other.strip().matches("[0-9a-f]{32}"), other);
        assertNotEquals(id, other);
        assertEquals("", node.told(clone, "systemctl --failed --no-legend --plain"));
        node.stop(clone, PATIENCE);
        node.start(source, template);
        node.await(source, RUNNING);
        assertEquals(id, node.told(source, "cat /etc/machine-id"), "the source's own");
        node.stop(source, PATIENCE);
    }

    @Test
    void sshHostKeysOfTheSourceAreReplacedByOthersOfTheSameKinds() throws Exception {
        VeId source = node.create(4713, template);
        Path key = node.write(source, "etc/ssh/ssh_host_ed25519_key", "the source's");
        node.write(source, "etc/ssh/ssh_host_ed25519_key.pub", "the source's");
        VeId clone = cloned(4714, source);
        Path made = node.upper(clone, "etc/ssh/ssh_host_ed25519_key");
        assertTrue(Files.readString(made).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
        assertEquals("the source's", Files.readString(key));
        assertTrue(
                Files.readString(node.upper(clone, "etc/ssh/ssh_host_ed25519_key.pub"))
                        .startsWith("ssh-ed25519 "));
    }
}
