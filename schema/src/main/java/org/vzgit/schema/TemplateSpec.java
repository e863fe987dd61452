package org.vzgit.schema;

import java.util.List;

/// Where a template's files come from.
///
/// @param init the program that becomes process 1 of a VE, absolute inside the template
public record TemplateSpec(
        TemplateName name, Source source, String init, TemplateScripts scripts, Origin origin) {

    /// The kinds of source.
    public sealed interface Source {
        /// Made by vzgit from the host's static busybox, whenever a VE needs it.
        record Busybox() implements Source {}

        /// Debian packages and what they depend on.
        ///
        /// @param repositories the first has the essential packages
        /// @param architecture as Debian calls it; empty is that of the host
        /// @param packages beside those that are essential
        record Deb(List<DebRepository> repositories, String architecture, List<String> packages)
                implements Source {
            public Deb {
                repositories = List.copyOf(repositories);
                packages = List.copyOf(packages);
            }
        }

        /// Packages of a distribution that uses rpm, and what they depend on.
        ///
        /// @param release what `$releasever` is
        /// @param architecture as rpm calls it; empty is that of the host
        /// @param database where the distribution's own rpm has its database, absolute
        /// @param packages names, and groups as `@core`
        record Rpm(
                List<RpmRepository> repositories,
                String release,
                String architecture,
                String database,
                List<String> packages)
                implements Source {
            public Rpm {
                repositories = List.copyOf(repositories);
                packages = List.copyOf(packages);
            }
        }

        /// A tar file of the node with a root file system.
        ///
        /// @param sha256 64 hex digits: no other content is taken
        record Archive(String file, String sha256) implements Source {}

        /// What a VE of this node sees, once it is stopped.
        record StoppedVe(VeName ve) implements Source {}

        /// Nothing that this version can make.
        record NotYet() implements Source {}
    }

    /// The template that exists without being written down.
    public static final TemplateName BUSYBOX = new TemplateName("busybox");

    /// A template whose document has nothing run.
    public TemplateSpec(TemplateName name, Source source, String init, Origin origin) {
        this(name, source, init, TemplateScripts.NONE, origin);
    }

    /// A person builds it, with `vzgit template build`; no plan does.
    public boolean isBuiltByHand() {
        return switch (source) {
            case Source.Deb _, Source.Rpm _, Source.Archive _, Source.StoppedVe _ -> true;
            case Source.Busybox _, Source.NotYet _ -> false;
        };
    }
}
