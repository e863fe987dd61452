package org.vzgit.schema.document;

/// How much one revision may ask of the reader. Everything here is under the control of whoever can
/// push a commit, so every dimension has an end.
final class InputBounds {
    /// Twice the VEs that one node can hold (16,384 uid blocks by default), less a round number.
    static final int FILES_MAX = 20_000;

    /// As many as files: one document per file is the usual layout.
    static final int DOCUMENTS_MAX = 20_000;

    /// More documents in one file than people would keep in one; a generator writes files instead.
    static final int DOCUMENTS_PER_FILE_MAX = 1_000;

    /// A VE document that uses every field, with a comment on each, has about 10,000 characters.
    static final int DOCUMENT_CHARS_MAX = 65_536;

    /// The deepest legal path is `spec.node.matchLabels.KEY`, 4 levels; the rest is room for an
    /// error message that names the unknown field instead of the depth.
    static final int DEPTH_MAX = 16;

    /// The default of SnakeYAML Engine, for all aliases and not only those of collections.
    static final int ALIASES_MAX = 50;

    /// Values of one document after its aliases are followed: what 65,536 characters without
    /// aliases can hold if each value takes three.
    static final int NODES_MAX = 20_000;

    /// Profiles that link to profiles: layers that a reader can still follow.
    static final int PROFILE_DEPTH_MAX = 16;

    /// Findings of each severity that are kept; nobody reads more, and a hostile commit must not
    /// fill the memory of the agent with messages.
    static final int FINDINGS_MAX = 10_000;

    /// Characters of a message or hint, which repeat what people wrote: a value may be as long as
    /// its document, and [#FINDINGS_MAX] of those would be 650 MB.
    static final int MESSAGE_CHARS_MAX = 500;

    private InputBounds() {}
}
