/// Who signed a commit, by files that only the node's administrator can change. Knows commits as
/// bytes; which commits have to be signed is decided in `source`.
@NullMarked
package org.vzgit.reconciler.source.signature;

import org.jspecify.annotations.NullMarked;
