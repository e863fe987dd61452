package org.vzgit.schema;

/// Where a template's files come from.
///
/// @param init the program that becomes process 1 of a VE, absolute inside the template
public record TemplateSpec(TemplateName name, Source source, String init, Origin origin) {

    /// The kinds of source.
    public enum Source {
        /// Made by vzgit from the host's static busybox.
        BUILTIN_BUSYBOX,
        /// Built from packages or a tar file; not carried out yet.
        NOT_YET
    }

    /// The template that exists without being written down.
    public static final TemplateName BUSYBOX = new TemplateName("busybox");
}
