/// Makes documents for people to begin with: from OpenVZ's configuration files, from live VEs, from
/// the size of a node, and the first files of a desired-state repository.
///
/// Functions from values to text: commands read and write the files. What cannot be carried over is
/// never dropped in silence; it is among the findings, with its place.
@NullMarked
package org.vzgit.reconciler.authoring;

import org.jspecify.annotations.NullMarked;
