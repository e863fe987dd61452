package org.vzgit.reconciler.source;

import java.nio.file.Path;
import org.vzgit.reconciler.source.signature.Signers;

/// What a node asks of a commit before it follows it: that its history goes on from the commit that
/// was taken last, and, where the administrator says whose signatures count, that every commit
/// since then is signed.
///
/// @param memory directory below the node's state where the commits taken last are remembered
/// @param signers whose signatures count
public record Trust(Path memory, Signers signers) {}
