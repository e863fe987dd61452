package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

class LaunchSpecTest {
    private static final TemplateRef TEMPLATE = new TemplateRef(new TemplateName("busybox"), "1.2");

    @Test
    void theSpecIsKeysAndValuesUpToTheEndLine() throws Exception {
        assertEquals(
                """
                cgroup /sys/fs/cgroup/pids/vzgit/101/cgroup.procs
                uidbase 1000000
                template-dir /var/lib/vzgit/template/busybox@1.2
                template busybox@1.2
                private /var/lib/vzgit/ve/101
                hostname web1.example.org
                init /sbin/init
                init /etc/init
                init /bin/init
                end
                """,
                spec("web1.example.org").text());
    }

    @Test
    void aVeWithUserQuotaGetsItsNoteAndItsSocket() throws Exception {
        assertTrue(
                spec("web1", Optional.of(Path.of("/var/lib/vzgit/ve/101/disk")))
                        .text()
                        .contains(
                                """
                                quota-note /var/lib/vzgit/ve/101/disk
                                quota-socket /run/vzgit/bin/quota-
                                init /sbin/init
                                """));
    }

    @Test
    void onlyARootWithoutTimesOfAccessIsSaid() throws Exception {
        Launch noatime = new Launch(new VeId(101), TEMPLATE, 1_000_000, "web1", true);
        LaunchSpec plain = spec("web1");
        LaunchSpec quiet = new LaunchSpec(noatime, plain.home(), plain.files(), plain.procsFiles());
        assertTrue(quiet.text().contains("hostname web1\nnoatime yes\ninit /sbin/init\n"));
        assertEquals(plain.text(), quiet.text().replace("noatime yes\n", ""));
    }

    @Test
    void aNewlineInAValueIsRefused() {
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> spec("a\nuidbase 1").text());
        assertEquals(FailureKind.REJECTED, failure.kind());
        assertTrue(failure.toString().contains("launch VE 101: hostname"), failure.toString());
    }

    private static LaunchSpec spec(String hostname) {
        return spec(hostname, Optional.empty());
    }

    private static LaunchSpec spec(String hostname, Optional<Path> note) {
        return new LaunchSpec(
                new Launch(new VeId(101), TEMPLATE, 1_000_000, hostname),
                NodeHome.DEFAULT,
                new LaunchFiles(NodeHome.DEFAULT.privateArea(new VeId(101)), note),
                List.of(Path.of("/sys/fs/cgroup/pids/vzgit/101/cgroup.procs")));
    }
}
