package org.vzgit.reconciler.authoring;

/// A file below `/etc/vz/conf`, or `/etc/vz/vz.conf`.
///
/// @param path as people see it in messages
/// @param text its content, decoded
public record ConfSource(String path, String text) {
    /// Longest file that is looked at: the longest that OpenVZ ships has 5 KB, with comments.
    public static final int CHARS_MAX = 65_536;

    /// The last part of the path, which says what the file is for.
    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
