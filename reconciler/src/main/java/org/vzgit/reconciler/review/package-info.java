/// What a change of the desired state would do, worked out from two revisions alone: no node is
/// asked. Written for people who review, and for the forges and CI systems that they review in.
/// Pure.
@NullMarked
package org.vzgit.reconciler.review;

import org.jspecify.annotations.NullMarked;
