package org.vzgit.reconciler.text;

import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;

/// What an operation is called, wherever people read about it: plans, progress, journal, errors.
///
/// @param verb what is done: `set`, `launch`
/// @param subject to what: `numproc`, `address 10.0.0.5`
public record OperationText(String verb, String subject) {
    public static OperationText of(Operation operation) {
        return switch (operation) {
            case BuildTemplate op -> new OperationText("build", "template " + op.template().text());
            case VeOperation op -> of(op);
        };
    }

    private static OperationText of(VeOperation operation) {
        return switch (operation) {
            case CreatePrivateArea _ -> new OperationText("create", "private area");
            case ClonePrivateArea clone ->
                    new OperationText("clone", "private area of VE " + clone.source());
            case WriteOwnerMark _ -> new OperationText("write", "owner mark");
            case CreateCgroup _ -> new OperationText("create", "cgroup");
            case SetDiskQuota _ -> new OperationText("set", "disk quota");
            case SetResource op -> new OperationText("set", op.resource().key());
            case SetBeancounter op -> new OperationText("set", op.resource().key());
            case Launch op -> new OperationText("launch", "from " + op.template().text());
            case AttachNetwork _ -> new OperationText("attach", "network");
            case AddAddress op -> new OperationText("add", "address " + op.address());
            case RemoveAddress op -> new OperationText("remove", "address " + op.address());
            case SetRate op ->
                    op.rate()
                            .map(rate -> new OperationText("set", "rate " + rate.text()))
                            .orElseGet(() -> new OperationText("remove", "rate"));
            case SetScript op ->
                    op.script()
                            .map(script ->
                                    new OperationText(
                                            "put", op.action().key() + " script " + script.path()))
                            .orElseGet(() ->
                                    new OperationText("remove", op.action().key() + " script"));
            case SetInterface op ->
                    new OperationText("set", "interface " + op.netInterface().name());
            case RemoveInterface op -> new OperationText("remove", "interface " + op.name());
            case AddBindMount op -> new OperationText("add", "bind mount " + op.mount().text());
            case RemoveBindMount op ->
                    new OperationText("remove", "bind mount " + op.mount().target());
            case SetHostname op -> new OperationText("set", "hostname " + op.hostname());
            case WriteResolver _ -> new OperationText("write", "resolv.conf");
            case ReleaseInit _ -> new OperationText("start", "init");
            case StopVe op -> new OperationText("stop", "within " + op.timeout());
            case DetachNetwork _ -> new OperationText("detach", "network");
            case RemoveCgroup _ -> new OperationText("remove", "cgroup");
            case DestroyPrivateArea _ -> new OperationText("destroy", "private area");
        };
    }

    /// `set numproc`, `add address 10.0.0.5`.
    public String text() {
        return verb + " " + subject;
    }
}
