package org.vzgit.reconciler.text;

import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;

/// An operation in words: one line, imperative, the same in plans, progress lines and the journal.
public final class OperationText {
    private OperationText() {}

    public static String of(Operation operation) {
        return switch (operation) {
            case BuildTemplate op -> "build template " + op.template().text();
            case CreatePrivateArea op -> "create private area of VE " + op.veid();
            case WriteOwnerMark op -> "write owner mark of VE " + op.veid();
            case CreateCgroup op -> "create cgroup of VE " + op.veid();
            case SetResource op ->
                    "set %s of VE %s to %s"
                            .formatted(op.resource().key(), op.veid(), op.limit().text());
            case Launch op -> "launch VE " + op.veid() + " on " + op.template().text();
            case AttachNetwork op -> "attach network of VE " + op.veid();
            case AddAddress op -> "add address " + op.address() + " to VE " + op.veid();
            case RemoveAddress op -> "remove address " + op.address() + " from VE " + op.veid();
            case SetHostname op -> "set hostname of VE " + op.veid() + " to " + op.hostname();
            case WriteResolver op -> "write resolv.conf of VE " + op.veid();
            case ReleaseInit op -> "release init of VE " + op.veid();
            case StopVe op -> "stop VE " + op.veid() + " within " + op.timeout();
            case DetachNetwork op -> "detach network of VE " + op.veid();
            case RemoveCgroup op -> "remove cgroup of VE " + op.veid();
            case DestroyPrivateArea op -> "destroy private area of VE " + op.veid();
        };
    }

    /// The operation's name as data: the simple name of its record, for example `SetResource`.
    public static String name(Operation operation) {
        return operation.getClass().getSimpleName();
    }
}
