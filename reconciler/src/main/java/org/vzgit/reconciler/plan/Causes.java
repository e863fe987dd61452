package org.vzgit.reconciler.plan;

import java.util.Optional;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.reconciler.diff.BeancounterChange;
import org.vzgit.reconciler.diff.InterfaceChange;
import org.vzgit.reconciler.diff.ResourceChange;
import org.vzgit.reconciler.diff.WantedResolver;
import org.vzgit.reconciler.diff.WrittenAt;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Says why, for the steps of one VE.
record Causes(VeSpec spec) {

    Cause of(ResourceChange change) {
        return new Cause(
                change.resource().key(),
                change.from().map(Limit::text).orElse(""),
                change.to().text(),
                WrittenAt.of(spec, change.resource()));
    }

    Cause of(BeancounterChange change) {
        return new Cause(
                change.resource().key(),
                change.from().map(BarrierLimit::text).orElse(""),
                change.to().text(),
                WrittenAt.of(spec, change.resource()));
    }

    Cause adds(IpAddress address) {
        return of(VeField.NETWORK_ADDRESSES, "", address.toString());
    }

    Cause removes(IpAddress address) {
        return of(VeField.NETWORK_ADDRESSES, address.toString(), "");
    }

    Cause adds(BindMount mount) {
        return of(VeField.BINDMOUNTS, "", mount.text());
    }

    Cause removes(BindMount mount) {
        return of(VeField.BINDMOUNTS, mount.text(), "");
    }

    Cause of(InterfaceChange change) {
        return of(VeField.NETWORK_INTERFACES, change.fromText(), change.toText());
    }

    Cause resolver(Resolver from, Resolver to) {
        return new Cause(
                VeField.NETWORK_NAMESERVERS.display(),
                WantedResolver.text(from),
                WantedResolver.text(to),
                WrittenAt.ofResolver(spec));
    }

    Cause of(VeField field, String from, String to) {
        return new Cause(field.display(), from, to, spec.originOf(field));
    }

    Cause noatime() {
        return spec.noatime() ? of(VeField.NOATIME, "no", "yes") : of(VeField.NOATIME, "yes", "no");
    }

    /// For what follows from the VE's existence and has no field of its own.
    Cause part(String part, String from, String to) {
        return new Cause(part, from, to, origin());
    }

    Cause state(String from, String to) {
        return new Cause(
                VeField.STATE.display(), from, to, spec.originOf(VeField.STATE).or(this::origin));
    }

    private Optional<Origin> origin() {
        return Optional.of(spec.origin());
    }
}
