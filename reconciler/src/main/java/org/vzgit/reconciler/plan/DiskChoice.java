package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// What a new private area is made of, and what the disk of a VE cannot have here.
///
/// @param setting the node's
record DiskChoice(DiskMeans means, DiskLayout setting, VeSpec spec) {
    /// An image needs a size even where nobody bounds the VE; it is sparse, and grows on the fly.
    static final long IMAGE_BYTES_DEFAULT = 10L << 30;

    static DiskChoice of(Site site, VeSpec spec) {
        return new DiskChoice(site.features().disk(), site.request().diskLayout(), spec);
    }

    AreaShape shape() {
        DiskLayout layout = layout();
        return new AreaShape(layout, layout == DiskLayout.IMAGE ? imageBytes() : 0);
    }

    private DiskLayout layout() {
        if (setting != DiskLayout.AUTO) {
            return setting;
        }
        List<DiskLayout> directories = List.of(DiskLayout.PROJECT, DiskLayout.SUBVOLUME);
        Optional<DiskLayout> counted = directories.stream().filter(means::has).findFirst();
        boolean image = spec.disk().isBounded() && means.has(DiskLayout.IMAGE);
        return counted.orElse(image ? DiskLayout.IMAGE : DiskLayout.PLAIN);
    }

    private long imageBytes() {
        DiskSpec inForce = DiskRounding.inForce(spec.disk(), DiskLayout.IMAGE);
        return inForce.space().limit() instanceof Limit.Value(Amount amount)
                        && amount instanceof Bytes(long bytes)
                ? bytes
                : IMAGE_BYTES_DEFAULT;
    }

    /// What keeps a VE with a new area from having what it wants.
    List<Lack> lacksOfNew() {
        DiskLayout layout = layout();
        if (!means.has(layout)) {
            return List.of(lack(VeField.DISK_SPACE, means.lacking(layout)));
        }
        return layout == DiskLayout.PLAIN ? lacksOfPlain() : lacksOf(layout);
    }

    /// The same for an area that nobody counts.
    List<Lack> lacksOfPlain() {
        return spec.disk().isBounded()
                ? List.of(
                        lack(
                                VeField.DISK_SPACE,
                                "the disk of the VE cannot be bounded: "
                                        + means.lacking(DiskLayout.PROJECT)))
                : List.of();
    }

    /// The same for an area of a layout that is counted.
    List<Lack> lacksOf(DiskLayout layout) {
        boolean inodes = isBound(spec.disk().inodes().limit());
        if (inodes && !DiskMeans.countsInodes(layout)) {
            return List.of(
                    lack(
                            VeField.DISK_INODES,
                            "inodes cannot be bounded in an area of layout "
                                    + layout.word()
                                    + "; remove disk.inodes or have areas on ext4 or XFS with"
                                    + " project quota"));
        }
        boolean users = spec.disk().terms().userQuota() > 0;
        return users && lacksUsers(layout)
                ? List.of(
                        lack(
                                VeField.DISK_USER_QUOTA,
                                "users inside cannot have bounds of their own: "
                                        + means.usersLacking()))
                : List.of();
    }

    private boolean lacksUsers(DiskLayout layout) {
        return layout != DiskLayout.PROJECT || !means.usersLacking().isEmpty();
    }

    private static boolean isBound(Limit limit) {
        return limit instanceof Limit.Value;
    }

    private Lack lack(VeField field, String what) {
        return new Lack(what, spec.originOf(field).or(() -> Optional.of(spec.origin())));
    }

    record Lack(String what, Optional<Origin> origin) {}
}
