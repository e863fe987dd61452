/// Template caches and private areas on disk.
@NullMarked
package org.vzgit.kernel.template;

import org.jspecify.annotations.NullMarked;
