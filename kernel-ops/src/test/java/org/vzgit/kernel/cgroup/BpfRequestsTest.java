package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Fd;

/// The union's bytes as `linux/bpf.h` lays them out, up to the last that is not zero; pointers are
/// zero until the call is made.
class BpfRequestsTest {
    private static final Fd CGROUP = new Fd(0x11, _ -> {});
    private static final Fd PROGRAM = new Fd(0x12, _ -> {});
    private static final Fd OLDER = new Fd(0x13, _ -> {});

    @Test
    void loadNamesTypeLengthNameAndPlace() {
        DeviceProgram program = DeviceProgram.of(List.of());
        BpfRequest load = BpfRequests.load(program);
        assertEquals(5, load.command());
        String name = HexFormat.of().formatHex(program.name().getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                "0f000000" + "07000000" + "00".repeat(40) + name + "0000" + "00000000" + "06",
                hex(load));
        assertEquals(Set.of(8, 16), load.memory().keySet());
        assertArrayEquals(program.code(), load.memoryAt(8));
        assertArrayEquals(new byte[] {'G', 'P', 'L', 0}, load.memoryAt(16));
    }

    @Test
    void attachLeavesRoomForOthers() {
        BpfRequest attach = BpfRequests.attach(CGROUP, PROGRAM);
        assertEquals(8, attach.command());
        assertEquals("11000000" + "12000000" + "06000000" + "02", hex(attach));
    }

    @Test
    void replaceNamesTheOneThatGoes() {
        assertEquals(
                "11000000" + "12000000" + "06000000" + "06000000" + "13",
                hex(BpfRequests.replace(CGROUP, OLDER, PROGRAM)));
    }

    @Test
    void queryGivesRoomForAsManyAsThereCanBe() {
        BpfRequest query = BpfRequests.query(CGROUP);
        assertEquals(16, query.command());
        assertEquals("11000000" + "06000000" + "00".repeat(16) + "40", hex(query));
        assertEquals(64 * 4, query.memoryAt(16).length);
    }

    @Test
    void anAnsweredQueryHasTheIdsThatItCounts() {
        BpfRequest query = BpfRequests.query(CGROUP).number(24, 2);
        ByteBuffer ids = ByteBuffer.wrap(query.memoryAt(16)).order(ByteOrder.nativeOrder());
        ids.putInt(97).putInt(70_000).putInt(5);
        assertArrayEquals(new int[] {97, 70_000}, BpfRequests.ids(query));
        assertArrayEquals(new int[0], BpfRequests.ids(query.number(24, 0)));
    }

    @Test
    void aProgramIsOpenedByItsId() {
        BpfRequest open = BpfRequests.open(97);
        assertEquals(13, open.command());
        assertEquals("61", hex(open));
    }

    @Test
    void aDescriptionHasTheNameUpToItsEnd() {
        BpfRequest describe = BpfRequests.describe(PROGRAM);
        assertEquals(15, describe.command());
        assertEquals("12000000" + "50", hex(describe));
        assertEquals("", BpfRequests.name(describe));
        byte[] name = "vzgit_0123abcd".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, describe.memoryAt(8), 64, name.length);
        assertEquals("vzgit_0123abcd", BpfRequests.name(describe));
    }

    private static String hex(BpfRequest request) {
        byte[] attr = request.attr();
        int end = attr.length;
        while (end > 0 && attr[end - 1] == 0) {
            end--;
        }
        return HexFormat.of().formatHex(attr, 0, end);
    }
}
