package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

@Tag("kernel")
class EscapeKernelTest {
    @Test
    void all() throws Exception {
        try (TestNode node = new TestNode()) {
            TemplateRef t = node.busybox();
            VeId one = node.start(4501, t);
            VeId two = node.start(4502, t);
            EscapeProgram.build(node.upper(one, "escape"));
            System.out.println(node.run(one, "/escape", "" + ProcessHandle.current().pid(), "" + node.init(two).pid()).output());
            System.out.println(node.run(one, "cat", "/proc/self/mountinfo").output());
            System.out.println(node.run(one, "sh", "-c", "find /sys | head -50; cat /proc/self/status; cat /proc/sys/kernel/random/boot_id; ls /proc").output());
            assertEquals(1, 1);
        }
    }
}
