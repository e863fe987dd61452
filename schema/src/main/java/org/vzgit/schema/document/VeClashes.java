package org.vzgit.schema.document;

import java.util.HashMap;
import java.util.Map;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;

/// Finds VEs that want the same veid or the same address. Nobody can tell which of the two is
/// right, so both are frozen.
final class VeClashes {
    private record Holder(VeDocument ve, Span at) {}

    private final Findings findings;
    private final Frozen frozen;
    private final Map<VeId, Span> veids = new HashMap<>();
    private final Map<IpAddress, Holder> addresses = new HashMap<>();

    VeClashes(Findings findings, Frozen frozen) {
        this.findings = findings;
        this.frozen = frozen;
    }

    void add(VeDocument ve) {
        ve.veid().ifPresent(veid -> addVeid(ve, veid));
        ve.addresses().forEach((address, at) -> addAddress(address, new Holder(ve, at)));
    }

    private void addVeid(VeDocument ve, VeId veid) {
        Span at = ve.document().span(Pointer.of(VeField.VEID));
        Span first = veids.putIfAbsent(veid, at);
        if (first != null) {
            frozen.add(ve.veid());
            findings.add(
                    DiagnosticCode.DUPLICATE_VEID,
                    at,
                    "veid " + veid + " is taken by " + first.origin());
        }
    }

    private void addAddress(IpAddress address, Holder holder) {
        Holder first = addresses.putIfAbsent(address, holder);
        if (first != null) {
            frozen.add(first.ve().veid());
            frozen.add(holder.ve().veid());
            findings.add(
                    DiagnosticCode.DUPLICATE_ADDRESS,
                    holder.at(),
                    "address " + address + " is taken by " + first.at().origin());
        }
    }
}
