/// The agent: fetch, plan, apply, again.
@NullMarked
package org.vzgit.reconciler.loop;

import org.jspecify.annotations.NullMarked;
