package org.vzgit.reconciler.text;

import java.util.HashMap;
import java.util.Map;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.VeId;

/// The names of a plan's VEs. Steps carry only the veid, which is the identity; people read names.
public final class VeNames {
    private final Map<VeId, String> names = new HashMap<>();

    private VeNames() {}

    public static VeNames of(Plan plan) {
        VeNames names = new VeNames();
        for (Blocked blocked : plan.blocked()) {
            names.names.put(blocked.veid(), blocked.name());
        }
        for (Change change : plan.changes()) {
            names.add(change);
        }
        return names;
    }

    /// The name last known for a VE; its number where there is none.
    public String of(VeId veid) {
        return names.getOrDefault(veid, veid.toString());
    }

    /// Whose operation it is; `node` for those of no VE.
    public String of(Operation operation) {
        return switch (operation) {
            case BuildTemplate _ -> "node";
            case VeOperation op -> of(op.veid());
        };
    }

    /// The name in the owner mark.
    public static String ofLive(ObservedVe live) {
        return live.privateArea()
                .toOptional()
                .map(PrivateArea::mark)
                .flatMap(mark -> mark.toOptional())
                .map(mark -> mark.name().value())
                .orElseGet(() -> live.veid().toString());
    }

    private void add(Change change) {
        switch (change) {
            case Change.Create create -> names.put(create.veid(), create.spec().name().value());
            case Change.Update update -> names.put(update.veid(), update.spec().name().value());
            case Change.Remove remove -> names.put(remove.veid(), ofLive(remove.live()));
            case Change.Keep _, Change.Unknown _ -> {
                // Neither carries a name, and neither has steps.
            }
        }
    }
}
