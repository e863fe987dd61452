/// Plans, findings and tables as text and JSON. Pure.
@NullMarked
package org.vzgit.reconciler.text;

import org.jspecify.annotations.NullMarked;
