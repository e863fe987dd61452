package org.vzgit.kernel.beancounter;

import java.nio.file.Path;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;

/// A process of its own that changes generations, for a test to kill.
final class UpgradingProcess {
    private UpgradingProcess() {}

    /// @param arguments the cgroup above all VEs, where pins and programs are, the hooks, and the
    ///   version
    public static void main(String[] arguments) throws Exception {
        new KernelCounting(
                        KernelRoot.RUNNING,
                        new JnrSyscalls(),
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]))
                .start(Hooks.valueOf(arguments[3]), arguments[4])
                .close();
    }
}
