package org.vzgit.reconciler.cli;

import java.util.Map;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.VeId;

/// A VE as people name it on the command line: by its name or its veid.
final class VeArgument {
    private VeArgument() {}

    static VeId find(String argument, ObservedNode node) throws CommandFailure {
        for (Map.Entry<VeId, ObservedVe> entry : node.ves().entrySet()) {
            boolean number = entry.getKey().toString().equals(argument);
            if (number || VeNames.ofLive(entry.getValue()).equals(argument)) {
                return entry.getKey();
            }
        }
        throw new CommandFailure(
                ExitCode.TOOL_FAILED, "no VE " + argument + " on this node; see vzgit list -a");
    }
}
