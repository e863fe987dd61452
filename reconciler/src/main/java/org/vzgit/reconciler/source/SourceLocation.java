package org.vzgit.reconciler.source;

import java.nio.file.Path;

/// Where a desired state is.
public sealed interface SourceLocation {
    /// A commit of a Git repository.
    ///
    /// @param url a local path, `file://`, `https://`, `ssh://` or `user@host:path`. Never with a
    ///   password: command lines and journals are readable by others
    /// @param revision what names the commit: a branch, tag, full or short id, or an expression on
    ///   one of them such as `main~2`
    /// @param subdirectory the root of the desired state inside the commit, with `/`; empty for the
    ///   whole tree
    record Repository(String url, String revision, String subdirectory) implements SourceLocation {
        /// Asks nobody.
        ///
        /// @throws SourceFailure when the URL may not be used, whoever answers there: it has a
        ///   password in it, or nothing would prove who answers
        public void check() throws SourceFailure {
            RepositoryAddress.parse(url);
        }

        @Override
        public String text() {
            return url + " at " + revision + (subdirectory.isEmpty() ? "" : " in " + subdirectory);
        }
    }

    /// The files of a directory as they are now, or one single file.
    record Directory(Path path) implements SourceLocation {
        @Override
        public String text() {
            return path.toString();
        }
    }

    /// For people, in messages.
    String text();

    /// The default branch of a repository, whole tree.
    static SourceLocation repository(String url) {
        return new Repository(url, "HEAD", "");
    }

    static SourceLocation directory(Path path) {
        return new Directory(path);
    }
}
