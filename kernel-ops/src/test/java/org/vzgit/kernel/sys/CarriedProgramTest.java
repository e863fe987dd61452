package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// The class file of this test is the resource: any content that the build puts beside a class.
class CarriedProgramTest {
    private static final String NAME = "CarriedProgramTest.class";

    @TempDir Path directory;
    private byte[] content = {};

    @BeforeEach
    void readResource() {
        content = CarriedProgram.carried(CarriedProgramTest.class, NAME);
    }

    private CarriedProgram program(Path where) {
        return new CarriedProgram(CarriedProgramTest.class, NAME, where);
    }

    private Path expected() {
        return directory.resolve(NAME + "-" + CarriedProgram.digest(content));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void theFileHasTheContentAndItsDigestInTheName() throws Exception {
        assertEquals(expected(), program(directory).install());
        assertArrayEquals(content, Files.readAllBytes(expected()));
        assertEquals(
                "rwxr-xr-x",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(expected())));
        assertEquals(List.of(expected()), files());
    }

    @Test
    void missingDirectoriesAreMade() throws Exception {
        Path deep = directory.resolve("a").resolve("b");
        assertEquals(deep, program(deep).install().getParent());
    }

    @Test
    void aFileThatIsRightIsNotWrittenAgain() throws Exception {
        program(directory).install();
        Object inode = Files.getAttribute(expected(), "unix:ino");
        program(directory).install();
        assertEquals(inode, Files.getAttribute(expected(), "unix:ino"));
    }

    @Test
    void aDamagedFileIsReplacedAndNotWrittenInto() throws Exception {
        program(directory).install();
        Files.writeString(expected(), "half");
        Path other = Files.createLink(directory.resolve("running"), expected());
        program(directory).install();
        assertArrayEquals(content, Files.readAllBytes(expected()));
        assertEquals("half", Files.readString(other));
    }

    @Test
    void aFileThatLostItsExecuteBitIsReplaced() throws Exception {
        program(directory).install();
        Files.setPosixFilePermissions(expected(), PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(Files.isExecutable(program(directory).install()));
    }

    @Test
    void oneInstanceLooksAtTheDiskOnce() throws Exception {
        CarriedProgram program = program(directory);
        program.install();
        Files.delete(expected());
        assertEquals(expected(), program.install());
        assertEquals(List.of(), files());
        assertEquals(expected(), program(directory).install());
        assertEquals(List.of(expected()), files());
    }

    @Test
    void whereNoDirectoryCanBeTheFailureNamesTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        var failure = assertThrows(OperationFailure.class, () -> program(file).install());
        assertEquals(FailureKind.BROKEN, failure.kind());
        String begin = "write " + file.resolve(expected().getFileName()) + ": ";
        assertTrue(String.valueOf(failure.getMessage()).startsWith(begin), failure.getMessage());
        assertEquals("in the way", Files.readString(file));
    }

    @Test
    void afterAFailureTheNextTryLooksAgain() throws Exception {
        Path where = Files.writeString(directory.resolve("later"), "in the way");
        CarriedProgram program = program(where);
        assertThrows(OperationFailure.class, program::install);
        Files.delete(where);
        assertArrayEquals(content, Files.readAllBytes(program.install()));
    }

    @Test
    void aProgramThatTheBuildForgotIsNamed() {
        var defect =
                assertThrows(
                        IllegalStateException.class,
                        () -> CarriedProgram.carried(CarriedProgramTest.class, "no-such"));
        assertEquals("built without no-such", defect.getMessage());
    }

    /// FIPS 180-2, the first 64 bits of "abc" and of nothing.
    @Test
    void digestIsTheBeginningOfSha256() {
        assertEquals(
                "ba7816bf8f01cfea",
                CarriedProgram.digest("abc".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("e3b0c44298fc1c14", CarriedProgram.digest(new byte[0]));
        assertNotEquals(CarriedProgram.digest(new byte[1]), CarriedProgram.digest(new byte[2]));
    }
}
