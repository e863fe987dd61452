package org.vzgit.reconciler.diff;

import java.util.Optional;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.schema.VeSpec;

/// The resolver that a document asks for.
public final class WantedResolver {
    private WantedResolver() {}

    /// Empty when the document names neither a nameserver nor a search domain: then the file is the
    /// VE's own affair, as with vzctl.
    public static Optional<Resolver> of(VeSpec spec) {
        Resolver wanted =
                new Resolver(spec.network().nameservers(), spec.network().searchDomains());
        return wanted.equals(Resolver.NONE) ? Optional.empty() : Optional.of(wanted);
    }

    /// As plans show it: nameservers, then search domains.
    public static String text(Resolver resolver) {
        String nameservers = String.join(" ", resolver.nameservers());
        return resolver.searchDomains().isEmpty()
                ? nameservers
                : (nameservers + " search " + String.join(" ", resolver.searchDomains())).strip();
    }
}
