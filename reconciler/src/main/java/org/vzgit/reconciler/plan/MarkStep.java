package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Locale;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Brings a VE's owner mark up to date.
final class MarkStep {
    private final Chain chain;
    private final VeSpec spec;
    private final Causes causes;

    MarkStep(Chain chain, VeSpec spec) {
        this.chain = chain;
        this.spec = spec;
        this.causes = new Causes(spec);
    }

    /// After the VE's other steps are in the chain.
    ///
    /// A new deletion policy or name waits for nothing: a VE whose limit cannot be set must still
    /// become protected. The revision alone is written only behind real changes, and last, so that
    /// it is true.
    void add(OwnerMark old, Revision revision) {
        OwnerMark mark =
                new OwnerMark(
                        old.repository(), spec.name(), old.template(), revision, spec.deletion());
        if (old.deletion() != mark.deletion()) {
            write(
                    mark,
                    causes.of(VeField.DELETION, lower(old.deletion()), lower(mark.deletion())),
                    List.of());
        } else if (!old.name().equals(mark.name())) {
            write(mark, causes.part("name", old.name().value(), mark.name().value()), List.of());
        } else if (!chain.isEmpty() && !old.applied().id().equals(revision.id())) {
            write(
                    mark,
                    causes.part("applied", old.applied().shortId(), revision.shortId()),
                    chain.drafts());
        }
    }

    private void write(OwnerMark mark, Cause cause, List<Draft> after) {
        chain.add(new WriteOwnerMark(spec.veid(), mark), cause, Risk.LIVE, after);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
