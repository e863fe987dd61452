package org.vzgit.kernel.op;

import org.vzgit.schema.DiskLayout;

/// What a private area is made of.
///
/// @param layout never AUTO
/// @param imageBytes how large the file system of an image is at first; 0 for the other layouts
public record AreaShape(DiskLayout layout, long imageBytes) {
    public static final AreaShape PLAIN = new AreaShape(DiskLayout.PLAIN, 0);

    public AreaShape {
        if (layout == DiskLayout.AUTO || imageBytes < 0) {
            throw new IllegalArgumentException("not a shape: " + layout + " " + imageBytes);
        }
    }
}
