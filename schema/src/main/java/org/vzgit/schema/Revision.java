package org.vzgit.schema;

/// Which version of the desired state this is: a full commit id, or [#DIRECTORY] for a plain
/// directory.
public record Revision(String id, String author) {
    /// Stands for "no commit": the state was read from a directory.
    public static final String DIRECTORY = "directory";

    private static final int SHORT = 7;

    /// The first seven characters of a commit id, as Git shows it.
    public String shortId() {
        return id.equals(DIRECTORY) || id.length() <= SHORT ? id : id.substring(0, SHORT);
    }
}
