package org.vzgit.reconciler.wholepath;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.state.ObservedNode;

/// The contract on this machine.
@Tag("kernel")
class LinuxKernelContractTest extends KernelContract {
    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @Override
    void apply(Operation operation) throws Exception {
        node.apply(operation);
    }

    @Override
    ObservedNode observe() throws Exception {
        return node.observe();
    }

    @Override
    void restart() throws Exception {
        node.restartProcess();
    }
}
