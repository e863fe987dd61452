package org.vzgit.schema.document;

import java.util.List;
import java.util.Optional;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeField;

/// The fields under `disk` as one [DiskSpec].
record DiskFields(Fields fields) {
    private static final List<VeField> ALL =
            List.of(
                    VeField.DISK_QUOTA,
                    VeField.DISK_SPACE,
                    VeField.DISK_INODES,
                    VeField.DISK_GRACE_TIME,
                    VeField.DISK_USER_QUOTA);

    static DiskSpec of(Fields fields) {
        return new DiskFields(fields).spec();
    }

    private DiskSpec spec() {
        if (ALL.stream().noneMatch(field -> fields.get(field).isPresent())) {
            return DiskSpec.NONE;
        }
        DiskTerms terms =
                new DiskTerms(
                        number(VeField.DISK_GRACE_TIME, DiskTerms.GRACE_SECONDS_DEFAULT),
                        isOff() ? 0 : (int) number(VeField.DISK_USER_QUOTA, 0));
        return isOff()
                ? new DiskSpec(DiskSpec.UNBOUNDED, DiskSpec.UNBOUNDED, terms)
                : new DiskSpec(bounds(VeField.DISK_SPACE), bounds(VeField.DISK_INODES), terms);
    }

    /// `yes` and `no` are what OpenVZ writes; YAML readers take them for text.
    private boolean isOff() {
        return value(VeField.DISK_QUOTA)
                .filter(FieldValue.Words.class::isInstance)
                .map(value -> ((FieldValue.Words) value).words().getFirst())
                .filter(word -> word.equals("no") || word.equals("false"))
                .isPresent();
    }

    private long number(VeField field, long otherwise) {
        return value(field)
                .filter(FieldValue.Single.class::isInstance)
                .map(value -> ((FieldValue.Single) value).limit())
                .map(limit -> limit instanceof Limit.Value(Count(long number)) ? number : otherwise)
                .orElse(otherwise);
    }

    private BarrierLimit bounds(VeField field) {
        return value(field)
                .filter(FieldValue.Bounds.class::isInstance)
                .map(value -> ((FieldValue.Bounds) value).bounds())
                .map(both -> new BarrierLimit(bound(both.barrier()), bound(both.limit())))
                .orElse(DiskSpec.UNMANAGED);
    }

    /// 0 is no bound, for OpenVZ's tools as for quotactl(2).
    private static Limit bound(Limit written) {
        return written instanceof Limit.Value(Amount amount) && isZero(amount)
                ? Limit.UNLIMITED
                : written;
    }

    private static boolean isZero(Amount amount) {
        return amount.equals(new Bytes(0)) || amount.equals(new Count(0));
    }

    private Optional<FieldValue> value(VeField field) {
        return fields.get(field).map(Setting::value);
    }
}
