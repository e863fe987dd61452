package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a template is built: beside the cache, where nobody looks.
///
/// @param tree what becomes the template
/// @param work what its building needs and nobody after it
record BuildSite(Path tree, Path work) {
    /// A directory of the tree that is deleted before the template is looked at: for what programs
    /// leave in the tree because they only know paths inside of it.
    static final String SCRATCH = ".vzgit";

    /// Both directories, empty.
    static BuildSite at(Path tree) throws IOException {
        Path work = tree.resolveSibling(tree.getFileName() + ".work");
        FileTree.makeDirectory(tree, "rwxr-xr-x");
        FileTree.makeDirectory(work, "rwxr-xr-x");
        return new BuildSite(tree, work);
    }

    void deleteScratch() throws IOException {
        if (Files.exists(tree)) {
            FileTree.delete(tree.resolve(SCRATCH));
        }
    }

    void delete() throws IOException {
        FileTree.delete(work);
        FileTree.delete(tree);
    }
}
