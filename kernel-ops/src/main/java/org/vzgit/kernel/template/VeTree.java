package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vzgit.kernel.op.OperationFailure;

/// Makes a tree of what a stopped VE saw: its template with its own files over it.
record VeTree(Path template, BuildSite site) {
    /// overlayfs itself says what the two give together. The VE's files are a copy, because the
    /// kernel writes into the upper directory of an overlay even where nobody else does. Shared
    /// blocks where the file system can.
    private static final String MERGE =
            "set -e; cd \"$2\"; mkdir low work merged; mount --bind \"$1\" low;"
                    + " mount -t overlay -o lowerdir=low,upperdir=upper,workdir=work vzgit merged;"
                    + " cp --archive --reflink=auto merged/. \"$3\"";

    void make(SourceVe ve, VeFiles files, BuildProgram program)
            throws IOException, OperationFailure {
        Path upper = site.work().resolve("upper");
        FileTree.makeDirectory(upper, "rwxr-xr-x");
        files.bring(ve.veid(), upper);
        program.run(
                List.of(
                        "sh",
                        "-c",
                        MERGE,
                        "sh",
                        template.toString(),
                        site.work().toString(),
                        site.tree().toString()),
                _ -> {});
    }
}
