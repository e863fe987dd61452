package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

class NetlinkSocketTest {
    private static final int ENODEV = 19;
    private static final int EEXIST = 17;
    private static final int EPERM = 1;

    private final ScriptedKernel kernel = new ScriptedKernel();

    @Test
    void requestsThatBelongTogetherAreSentInOneDatagram() throws Exception {
        kernel.answer(ScriptedKernel.acknowledgement(1, 0), ScriptedKernel.acknowledgement(2, 0));
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            socket.apply(List.of(request("one"), request("two")));
        }
        assertEquals(1, kernel.sent.size());
        assertEquals(2, Golden.messages(kernel.sent.getFirst()).size());
        assertEquals(List.of(3), kernel.closed);
    }

    @Test
    void theFirstFailureThatARequestDoesNotAcceptIsTold() throws Exception {
        kernel.answer(ScriptedKernel.acknowledgement(1, EEXIST))
                .answer(ScriptedKernel.acknowledgement(2, EPERM))
                .answer(ScriptedKernel.acknowledgement(3, ENODEV));
        ErrnoException failure =
                failure(socket ->
                        socket.apply(
                                List.of(
                                        request("one").accepting(Errno.EEXIST),
                                        request("two"),
                                        request("three"))));
        assertEquals("two: EPERM", failure.getMessage());
    }

    @Test
    void whatAnswersAnotherRequestIsPassedOver() throws Exception {
        kernel.answer(ScriptedKernel.acknowledgement(99, EPERM))
                .answer(ScriptedKernel.message(Rtnetlink.NLMSG_NOOP, 0, 1))
                .answer(ScriptedKernel.acknowledgement(1, 0));
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            socket.apply(List.of(request("one")));
        }
        assertEquals(1, kernel.sent.size());
    }

    @Test
    void aDumpOfSeveralPartsIsGatheredToItsEnd() throws Exception {
        kernel.answer(link(0, 1), link(0, 1))
                .answer(link(0, 1))
                .answer(ScriptedKernel.done(0, 1, 0));
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            assertEquals(3, socket.dump(request("list")).size());
        }
    }

    @Test
    void anInterruptedDumpIsTriedAgain() throws Exception {
        int interrupted = Rtnetlink.NLM_F_DUMP_INTR;
        kernel.answer(link(0, 1), link(interrupted, 1), ScriptedKernel.done(0, 1, 0))
                .answer(link(0, 2), ScriptedKernel.done(interrupted, 2, 0))
                .answer(link(0, 3), ScriptedKernel.done(0, 3, 0));
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            assertEquals(1, socket.dump(request("list")).size());
        }
        assertEquals(3, kernel.sent.size());
    }

    @Test
    void aDumpThatIsAlwaysInterruptedIsGivenUp() throws Exception {
        for (int i = 1; i <= NetlinkSocket.MAX_DUMPS; i++) {
            kernel.answer(ScriptedKernel.done(Rtnetlink.NLM_F_DUMP_INTR, i, 0));
        }
        ErrnoException failure = failure(socket -> socket.dump(request("list")));
        assertEquals("list: EAGAIN (changed during each of 20 dumps)", failure.getMessage());
        assertEquals(NetlinkSocket.MAX_DUMPS, kernel.sent.size());
    }

    @Test
    void aDumpThatFailsAtItsEndHasFailed() throws Exception {
        kernel.answer(link(0, 1), ScriptedKernel.done(0, 1, EPERM));
        assertEquals("list: EPERM", failure(socket -> socket.dump(request("list"))).getMessage());
    }

    @Test
    void anAnswerThatIsCutIsNoAnswer() throws Exception {
        kernel.answer(new byte[NetlinkSocket.BUFFER + 4]);
        assertEquals(Errno.EMSGSIZE, failure(socket -> socket.dump(request("list"))).errno());
    }

    @Test
    void anAnswerWithoutAnEndIsGivenUpAtTheBound() throws Exception {
        for (int i = 0; i <= NetlinkSocket.MAX_DATAGRAMS; i++) {
            kernel.answer(link(0, 1));
        }
        assertEquals(
                "netlink answer: EBADMSG (no end of list)",
                failure(socket -> socket.dump(request("list"))).getMessage());
    }

    @Test
    void aKernelThatDoesNotAnswerIsAFailure() throws Exception {
        assertEquals(Errno.EAGAIN, failure(socket -> socket.apply(List.of(request("x")))).errno());
    }

    @Test
    void aSocketThatCannotBeSetUpIsClosed() {
        kernel.failing("setsockopt");
        assertThrows(ErrnoException.class, () -> NetlinkSocket.open(kernel.syscalls));
        assertEquals(List.of(3), kernel.closed);
    }

    @Test
    void oneThingThatIsNotThereIsEmpty() throws Exception {
        kernel.answer(ScriptedKernel.acknowledgement(1, ENODEV));
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            assertTrue(socket.get(LinkRequests.named("ve101")).isEmpty());
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(NetlinkSocket socket) throws ErrnoException;
    }

    private ErrnoException failure(Use use) throws ErrnoException {
        try (NetlinkSocket socket = NetlinkSocket.open(kernel.syscalls)) {
            return assertThrows(ErrnoException.class, () -> use.of(socket));
        }
    }

    private static NetlinkRequest request(String what) {
        return NetlinkRequest.of(new NetlinkWriter(Rtnetlink.RTM_GETLINK, 1), what);
    }

    private static byte[] link(int flags, int sequence) {
        return ScriptedKernel.message(Rtnetlink.RTM_NEWLINK, flags, sequence);
    }
}
