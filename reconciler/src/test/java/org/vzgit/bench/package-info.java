/// Measures this product beside a peer on a real kernel: `vzgit bench`, docs/performance.md. A
/// program and not tests, because times are no verdict.
@NullMarked
package org.vzgit.bench;

import org.jspecify.annotations.NullMarked;
