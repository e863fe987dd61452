package org.vzgit.schema;

import java.util.List;

/// Where a template's files come from.
///
/// @param init the program that becomes process 1 of a VE, absolute inside the template
public record TemplateSpec(TemplateName name, Source source, String init, Origin origin) {

    /// The kinds of source.
    public sealed interface Source {
        /// Made by vzgit from the host's static busybox, whenever a VE needs it.
        record Busybox() implements Source {}

        /// Debian packages and what they depend on.
        ///
        /// @param suite of the archive: `bookworm`
        /// @param mirror the archive's address
        /// @param architecture as Debian calls it; empty is that of the host
        /// @param packages beside those that are essential
        record Packages(
                String suite,
                String mirror,
                String architecture,
                List<String> components,
                List<String> packages)
                implements Source {
            public Packages {
                components = List.copyOf(components);
                packages = List.copyOf(packages);
            }
        }

        /// A tar file of the node with a root file system.
        ///
        /// @param sha256 64 hex digits: no other content is taken
        record Archive(String file, String sha256) implements Source {}

        /// Nothing that this version can make.
        record NotYet() implements Source {}
    }

    /// The template that exists without being written down.
    public static final TemplateName BUSYBOX = new TemplateName("busybox");

    /// A person builds it, with `vzgit template build`; no plan does.
    public boolean isBuiltByHand() {
        return switch (source) {
            case Source.Packages _, Source.Archive _ -> true;
            case Source.Busybox _, Source.NotYet _ -> false;
        };
    }
}
