/// Desired state against observed state: what differs, field by field. Pure.
@NullMarked
package org.vzgit.reconciler.diff;

import org.jspecify.annotations.NullMarked;
