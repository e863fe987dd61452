package org.vzgit.schema;

/// What a template's document has run in the tree that is being built, each with a shell.
///
/// @param preInstall before there are packages; empty is nothing
/// @param postInstall after all of them; empty is nothing
/// @param network whether they see the node's network
/// @param timeout how long each of them may take
public record TemplateScripts(
        String preInstall, String postInstall, boolean network, Seconds timeout) {
    /// Ten minutes: a script that compiles something is done, one that waits for input is found out
    /// before the person has left.
    public static final Seconds TIMEOUT_DEFAULT = new Seconds(600);

    /// Half of what a document may have, and a quarter of what one argument of a program can hold
    /// (`MAX_ARG_STRLEN`).
    public static final int TEXT_MAX = 32_768;

    public static final TemplateScripts NONE = new TemplateScripts("", "", false, TIMEOUT_DEFAULT);

    public TemplateScripts {
        if (preInstall.length() > TEXT_MAX || postInstall.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "a script is longer than " + TEXT_MAX + " characters");
        }
    }
}
