/// Golden cases: what users see for each behaviour.
@NullMarked
package org.vzgit.reconciler.cases;

import org.jspecify.annotations.NullMarked;
