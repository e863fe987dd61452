package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BindMountTest {
    @Test
    void sourceTargetAndOptionsAreReadFromOneText() {
        BindMount mount = BindMount.parse("/srv/share:/mnt/share,nodev,ro");
        assertEquals("/srv/share", mount.source());
        assertEquals("/mnt/share", mount.target());
        assertEquals(Set.of(BindMount.Option.RO, BindMount.Option.NODEV), mount.options());
    }

    @ParameterizedTest
    @CsvSource({
        "'/a:/b', '/a:/b'",
        "'/a:/b,noexec,ro', '/a:/b,ro,noexec'",
        "'/a:/b,ro,ro', '/a:/b,ro'",
        "'/srv/my files:/mnt/my files,nosuid', '/srv/my files:/mnt/my files,nosuid'",
        "'/proceedings:/system', '/proceedings:/system'"
    })
    void theTextHasTheOptionsInOneOrder(String written, String text) {
        assertEquals(text, BindMount.parse(written).text());
        assertEquals(BindMount.parse(written), BindMount.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'/mnt', 'names no directory of the node; write source:target'",
        "':/mnt', 'source  is not an absolute path below /'",
        "'srv:/mnt', 'source srv is not an absolute path below /'",
        "'/srv:mnt', 'target mnt is not an absolute path below /'",
        "'/:/mnt', 'source / is not an absolute path below /'",
        "'/srv:/', 'target / is not an absolute path below /'",
        "'/srv/../etc:/mnt', 'source /srv/../etc has an empty part, . or ..'",
        "'/srv:/mnt/', 'target /mnt/ has an empty part, . or ..'",
        "'/srv//a:/mnt', 'source /srv//a has an empty part, . or ..'",
        "'/srv:/./mnt', 'target /./mnt has an empty part, . or ..'",
        "'/srv:/proc/sys', 'target /proc/sys is the kernel''s'",
        "'/sys:/mnt', 'source /sys is the kernel''s'",
        "'/srv:/dev/shm', 'target /dev/shm is the kernel''s'",
        "'/srv:/mnt:ro', 'target has a control character, a comma or a colon'",
        "'/srv:/mnt,rw', 'option rw is not one of nodev, noexec, nosuid, ro'",
        "'/srv:/mnt,', 'option  is not one of nodev, noexec, nosuid, ro'",
        "'/srv:/mnt,RO', 'option RO is not one of nodev, noexec, nosuid, ro'"
    })
    void whatIsNoBindMountIsRefusedWithAReason(String written, String reason) {
        var refused = assertThrows(IllegalArgumentException.class, () -> BindMount.parse(written));
        assertEquals(reason, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv\n/a", "/srv\u0000a", "/srv\u001b[31m"})
    void aPathIsPlainText(String path) {
        assertThrows(IllegalArgumentException.class, () -> BindMount.parse(path + ":/mnt"));
        assertThrows(IllegalArgumentException.class, () -> BindMount.parse("/srv:" + path));
    }

    @Test
    void aPathIsAsLongAsTheKernelTakesAndNotLonger() {
        String longest = "/" + "a".repeat(BindMount.PATH_MAX - 1);
        assertEquals(longest, BindMount.parse(longest + ":/mnt").source());
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> BindMount.parse(longest + "a:/mnt"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("source /aaa"));
    }
}
