package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.VeId;

/// A VE as people name it on the command line: by its name or its veid.
final class VeArgument {
    private VeArgument() {}

    /// The veid comes first: it is unique, and a VE may be named by the number of another. A node
    /// may have VEs of several desired states, so a name need not be unique.
    static VeId find(String argument, ObservedNode node) throws CommandFailure {
        for (VeId veid : node.ves().keySet()) {
            if (veid.toString().equals(argument)) {
                return veid;
            }
        }
        List<VeId> named =
                node.ves().entrySet().stream()
                        .filter(entry -> VeNames.ofLive(entry.getValue()).equals(argument))
                        .map(Map.Entry::getKey)
                        .toList();
        if (named.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "no VE " + argument + " on this node; see vzgit list -a");
        }
        if (named.size() > 1) {
            throw new CommandFailure(ExitCode.USAGE, ambiguous(argument, named));
        }
        return named.getFirst();
    }

    private static String ambiguous(String name, List<VeId> veids) {
        String numbers = veids.stream().map(VeId::toString).collect(Collectors.joining(", "));
        return "VEs " + numbers + " are all named " + name + "; write the veid";
    }
}
