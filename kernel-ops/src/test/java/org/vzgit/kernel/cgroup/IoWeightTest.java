package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;

class IoWeightTest {
    /// CFQ weights of the OpenVZ kernel for the priorities 0 to 7.
    private static final int[] OPENVZ = {320, 365, 410, 460, 500, 550, 600, 640};

    private final IoWeight weight = new IoWeight("io.weight");

    @TempDir Path directory;
    private Path file;
    private CgroupDirectory cgroup;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("io.weight"), "default 100\n");
        cgroup = new CgroupDirectory(directory, "VE 101");
    }

    @Test
    void weightsHaveTheRatiosOfOpenVz() throws OperationFailure, IOException {
        for (int priority = 0; priority <= IoPriority.MAX; priority++) {
            weight.set(cgroup, Limit.of(new IoPriority(priority)));
            int written = Integer.parseInt(Files.readString(file).strip());
            assertEquals(OPENVZ[priority], written * 5);
            assertEquals(
                    Reading.present(Limit.of(new IoPriority(priority))),
                    weight.observe(cgroup).limit());
        }
    }

    @Test
    void theDefaultPriorityIsTheDefaultWeight() {
        assertEquals(Reading.present(Limit.of(new IoPriority(4))), weight.observe(cgroup).limit());
    }

    @Test
    void aForeignWeightIsTheNearestPriority() throws IOException {
        Files.writeString(file, "default 10000\n");
        assertEquals(Reading.present(Limit.of(new IoPriority(7))), weight.observe(cgroup).limit());
        Files.writeString(file, "1\n");
        assertEquals(Reading.present(Limit.of(new IoPriority(0))), weight.observe(cgroup).limit());
    }

    @Test
    void anEmptyFileIsUnreadable() throws IOException {
        Files.writeString(file, "");
        assertInstanceOf(Reading.Unreadable.class, weight.observe(cgroup).limit());
    }
}
