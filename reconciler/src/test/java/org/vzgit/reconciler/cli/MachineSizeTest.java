package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.reconciler.authoring.HostSize;
import picocli.CommandLine.TypeConversionException;

/// The size of a machine, read and written.
final class MachineSizeTest {
    @TempDir Path proc;

    @Test
    void sizeIsWhatProcSays() throws Exception {
        write(
                """
                MemTotal:       16316412 kB
                MemFree:          912348 kB
                SwapTotal:       2097148 kB
                """,
                "processor\t: 0\nmodel name\t: x\n\nprocessor\t: 1\n");
        HostSize size = new MachineSize(proc, proc).read();
        assertEquals(2, size.cpus());
        assertEquals(16_316_412L * 1024, size.memory());
        assertEquals(2_097_148L * 1024, size.swap());
        assertTrue(size.disk() > 0);
    }

    /// s390x writes its CPUs in another form; one is better than none.
    @Test
    void machineWithoutSwapHasNoneAndOneWithoutCpuLinesHasOne() throws Exception {
        write("MemTotal: 1024 kB\n", "vendor_id: IBM/S390\n");
        HostSize size = new MachineSize(proc, proc).read();
        assertEquals(0, size.swap());
        assertEquals(1, size.cpus());
    }

    @Test
    void diskIsThatOfTheNearestDirectoryThatIsThere() throws Exception {
        write("MemTotal: 1024 kB\n", "");
        HostSize size = new MachineSize(proc, proc.resolve("not/yet")).read();
        assertEquals(new MachineSize(proc, proc).read().disk(), size.disk());
    }

    @Test
    void procWithoutMemoryIsAFailureThatNamesTheFile() throws IOException {
        write("MemFree: 1 kB\n", "");
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> new MachineSize(proc, proc).read());
        assertEquals("read " + proc.resolve("meminfo") + ": no MemTotal", failure.getMessage());
        Files.delete(proc.resolve("meminfo"));
        assertThrows(CommandFailure.class, () -> new MachineSize(proc, proc).read());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "4K, 4096",
        "64g, 68719476736",
        "2T, 2199023255552",
        "9223372036854775807, 9223372036854775807",
        "8388607T, 9223370937343148032"
    })
    void sizesOfTheCommandLineAreBinary(String written, long bytes) {
        assertEquals(bytes, new ByteSize().convert(written));
    }

    @ParameterizedTest
    @CsvSource({"''", "G", "-1", "1.5G", "5MB", "5P", "0x5", "8388608T", "99999999999999999999"})
    void otherSizesAreRefused(String written) {
        assertThrows(TypeConversionException.class, () -> new ByteSize().convert(written));
    }

    private void write(String meminfo, String cpuinfo) throws IOException {
        Files.writeString(proc.resolve("meminfo"), meminfo);
        Files.writeString(proc.resolve("cpuinfo"), cpuinfo);
    }
}
