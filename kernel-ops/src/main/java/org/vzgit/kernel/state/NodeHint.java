package org.vzgit.kernel.state;

import org.vzgit.schema.VeId;

/// Something that the kernel told without being asked. Only a reason to look: what is true is read
/// anew, and a hint may be late, doubled or wrong.
public sealed interface NodeHint {

    /// Somebody who is not us wrote a file of a VE's cgroup.
    ///
    /// @param file its name, for example `pids.max`
    record Written(VeId veid, String file, Writer writer) implements NodeHint {}

    /// The first process of a VE has ended.
    record Ended(VeId veid) implements NodeHint {}

    /// A link, an address or a host route came, went or changed.
    record NetworkChanged() implements NodeHint {}

    /// There was more than the kernel could keep: anything may have happened.
    record Missed() implements NodeHint {}

    /// Who wrote.
    ///
    /// @param pid 0 when it is in no pid namespace of ours
    /// @param command as in `/proc/PID/comm`; empty when the process has ended since
    record Writer(int pid, String command) {
        @Override
        public String toString() {
            return command.isEmpty()
                    ? "process " + pid + ", which has ended"
                    : command + " (process " + pid + ")";
        }
    }
}
