package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.sys.NodeHome;

final class HostScriptsTest {
    @TempDir private Path directory;
    private HostScripts scripts;

    @BeforeEach
    void open() throws Exception {
        NodeHome home = NodeHome.below(directory);
        Files.createDirectories(home.state());
        scripts = HostScripts.of(home);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void aNodeAllowsNoneOfItself() {
        assertFalse(scripts.isAllowed());
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, true",
        "r--------, true",
        "rw-rw-r--, false",
        "rw-r--rw-, false",
    })
    void aFileThatOnlyItsOwnerWritesAllowsThemWhenTheOwnerIsRoot(String mode, boolean only)
            throws Exception {
        Files.createFile(scripts.permission());
        Files.setPosixFilePermissions(scripts.permission(), PosixFilePermissions.fromString(mode));
        assertEquals(only && isRoot(), scripts.isAllowed());
    }

    @Test
    void aLinkOrADirectoryOfThatNameAllowsNothing() throws Exception {
        Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
        Files.createSymbolicLink(scripts.permission(), elsewhere);
        assertFalse(scripts.isAllowed());
        Files.delete(scripts.permission());
        Files.createDirectory(scripts.permission());
        assertFalse(scripts.isAllowed());
    }

    @Test
    void aFileOfSomebodyElseAllowsNothing() throws Exception {
        Files.createFile(scripts.permission());
        if (isRoot()) {
            Files.setAttribute(scripts.permission(), "unix:uid", 4711);
        }
        assertFalse(scripts.isAllowed());
    }
}
