package org.vzgit.reconciler.wholepath;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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

    /// Distributions have it; user-mode-linux of Debian does not.
    @Override
    void requireRates() throws Exception {
        Process made =
                new ProcessBuilder("unshare", "-n", "ip", "link", "add", "name", "v", "type", "ifb")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(made.waitFor() == 0, () -> "this kernel has no ifb: " + said);
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
