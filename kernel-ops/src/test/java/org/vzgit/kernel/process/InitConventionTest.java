package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InitConventionTest {
    @Test
    void theProgramTellsTheConvention() {
        assertEquals(InitConvention.SYSTEMD, of("/usr/lib/systemd/systemd", "/sbin/init"));
        assertEquals(InitConvention.SYSVINIT, of("/usr/sbin/init", "init [2]"));
        assertEquals(InitConvention.OTHER, of("/usr/sbin/nginx", "nginx: master process"));
    }

    @Test
    void busyboxIsAnInitOnlyUnderThatName() {
        assertEquals(InitConvention.BUSYBOX, of("/bin/busybox", "/sbin/init"));
        assertEquals(InitConvention.BUSYBOX, of("/bin/busybox", "init"));
        assertEquals(InitConvention.BUSYBOX, of("/bin/busybox", "/linuxrc"));
        assertEquals(InitConvention.OTHER, of("/bin/busybox", "/bin/sh"));
    }

    @Test
    void aProcessWithNoNameIsAnother() {
        assertEquals(InitConvention.OTHER, of("", ""));
        assertEquals(InitConvention.OTHER, of("/", "/"));
        assertEquals(InitConvention.OTHER, of("/bin/busybox", ""));
    }

    private static InitConvention of(String executable, String firstArgument) {
        return InitConvention.of(Path.of(executable), firstArgument);
    }
}
