package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.TemplateName;

class RootTemplateTest {
    private static final String ROOT =
            "93 69 0:40 / / rw,relatime - overlay vzgit"
                    + " rw,lowerdir=low/busybox@1,upperdir=upper,workdir=work,uuid=on\n";

    /// Recorded on Linux 6.18: a VE that was just started.
    private static final String STARTED =
            ROOT
                    + """
                    94 93 0:43 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
                    95 93 0:44 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro
                    96 95 0:38 /ve /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - cgroup2 cgroup2 rw
                    97 93 0:40 /dev /dev rw,relatime - overlay vzgit rw,lowerdir=low/busybox@1,upperdir=upper
                    98 97 0:45 / /dev/pts rw,nosuid,noexec,relatime - devpts devpts rw,gid=7000005,mode=620
                    """;

    @Test
    void theRootsLowerDirectoryNamesTheTemplate() {
        assertEquals(Optional.of(ref("busybox", "1")), RootTemplate.of(STARTED));
    }

    @Test
    void namesAndVersionsHaveDotsAndDashes() {
        String mounts = STARTED.replace("low/busybox@1,", "low/debian-12.5+x_y@2026-11-22.3,");
        assertEquals(Optional.of(ref("debian-12.5+x_y", "2026-11-22.3")), RootTemplate.of(mounts));
    }

    @Test
    void optionalFieldsBeforeTheDashDoNotHide() {
        String mounts = STARTED.replace("relatime - overlay", "relatime shared:7 - overlay");
        assertEquals(Optional.of(ref("busybox", "1")), RootTemplate.of(mounts));
    }

    @Test
    void anOverlayThatTheVeMountsLaterDoesNotCount() {
        String own = ROOT.replace("93 69", "120 93").replace("busybox@1", "other@2");
        assertEquals(Optional.of(ref("busybox", "1")), RootTemplate.of(STARTED + own));
    }

    @Test
    void anOverlayElsewhereIsNotTheRoot() {
        assertEquals(Optional.empty(), RootTemplate.of(ROOT.replace(" / / ", " / /mnt\\040x ")));
    }

    @Test
    void aRootOfAnotherKindHasNoTemplate() {
        assertEquals(
                Optional.empty(),
                RootTemplate.of("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n"));
        assertEquals(Optional.empty(), RootTemplate.of(""));
        assertEquals(Optional.empty(), RootTemplate.of("garbage\n\n - \n"));
    }

    private static TemplateRef ref(String name, String version) {
        return new TemplateRef(new TemplateName(name), version);
    }
}
