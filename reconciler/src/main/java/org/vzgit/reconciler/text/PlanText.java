package org.vzgit.reconciler.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.plan.Warning;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// A plan as people read it: what is dangerous first, every change with the line that asked for it,
/// then the operations in order, then one line to take away.
public final class PlanText {
    /// As wide as the longest label, PROTECTED, and a blank.
    private static final int LABEL_WIDTH = 10;

    private static final List<Weight> SUMMARY_ORDER =
            List.of(
                    Weight.CREATE,
                    Weight.LIVE,
                    Weight.RELOAD,
                    Weight.RESTART,
                    Weight.STOP,
                    Weight.RECREATE,
                    Weight.DESTROY);

    private final Plan plan;
    private final Palette palette;
    private final List<PlannedVe> ves;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Plan plan, Palette palette) {
        this.plan = plan;
        this.palette = palette;
        this.ves = PlannedVe.allOf(plan);
    }

    /// Without colour, as golden cases compare it. Ends with a newline.
    public static String of(Plan plan) {
        return of(plan, Palette.PLAIN);
    }

    public static String of(Plan plan, Palette palette) {
        return new PlanText(plan, palette).render();
    }

    private String render() {
        if (plan.isEmpty() && plan.blocked().isEmpty()) {
            warnings();
            return text
                    + "No changes. node %s is as %s wants it.\n"
                            .formatted(plan.node(), plan.revision().shortId());
        }
        line(header(plan.revision()));
        line("");
        ves.forEach(this::ve);
        plan.blocked().forEach(this::blocked);
        warnings();
        operations();
        line(palette.strong(summary()));
        return text.toString();
    }

    private String header(Revision revision) {
        String by = revision.author().isEmpty() ? "" : " · " + revision.author();
        return "node " + plan.node() + " · desired " + revision.shortId() + by;
    }

    private void ve(PlannedVe ve) {
        String label = ve.weight().name();
        heading(ve.weight().paint(palette, label), label, subject(ve), at(ve.origin()));
        Columns columns = new Columns();
        for (FieldChange field : ve.fields()) {
            columns.row(
                    "  ~ " + field.field(),
                    shown(field.from()) + " → " + shown(field.to()),
                    at(field.origin()),
                    remark(ve, field));
        }
        columns.lines().forEach(this::line);
    }

    private static String subject(PlannedVe ve) {
        return subject(ve.name(), ve.change().veid()) + consequence(ve.weight());
    }

    /// Some VEs have no name but their number, e.g. when their owner mark is gone.
    private static String subject(String name, VeId veid) {
        String number = veid.toString();
        return name.equals(number) ? "VE " + number : "VE " + name + " (" + number + ")";
    }

    private static String consequence(Weight weight) {
        return switch (weight) {
            case DESTROY -> "  is removed with all its files";
            case RECREATE -> "  gets a new private area: its files are lost";
            case STOP -> "  stops; its files stay";
            case RESTART -> "  stops and starts";
            case RELOAD, LIVE, CREATE -> "";
        };
    }

    private static String remark(PlannedVe ve, FieldChange field) {
        String use =
                ve.change() instanceof Change.Update update
                        ? UseText.of(update, field.field())
                        : "";
        return switch (field.disruption()) {
            case LIVE -> use;
            case RELOAD -> "needs reload";
            case RESTART -> "needs restart";
            case RECREATE -> "not in this plan";
        };
    }

    private void blocked(Blocked item) {
        String label =
                switch (item.reason()) {
                    case PROTECTED -> "PROTECTED";
                    case FROZEN -> "FROZEN";
                    case SUSPENDED -> "SUSPENDED";
                    case FIGHT -> "FIGHT";
                    case FREEZE_WINDOW, ROLLOUT -> "WAITS";
                    case NOT_SUPPORTED_YET,
                            NOT_ON_THIS_KERNEL,
                            NOT_ALLOWED,
                            FOREIGN,
                            RECREATE,
                            NO_ROOM,
                            CLONE_SOURCE,
                            ADDRESS_TAKEN ->
                            "BLOCKED";
                };
        String subject = subject(item.name(), item.veid());
        heading(palette.danger(label), label, subject, at(item.origin()));
        line("  ! " + PlanJson.code(item.reason()) + ": " + item.detail());
    }

    /// One heading to a VE.
    private void warnings() {
        Set<VeId> headed = new HashSet<>();
        for (Warning item : plan.warnings()) {
            if (headed.add(item.veid())) {
                String subject = subject(item.name(), item.veid());
                heading(palette.caution("WARNING"), "WARNING", subject, "");
            }
            String where = at(item.origin());
            line("  ! " + item.detail() + (where.isEmpty() ? "" : "  " + palette.faint(where)));
        }
    }

    private void heading(String painted, String label, String subject, String origin) {
        String pad = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
        String where = origin.isEmpty() ? "" : "  " + palette.faint(origin);
        line(painted + pad + subject + where);
    }

    private void operations() {
        if (plan.steps().isEmpty()) {
            line("");
            return;
        }
        line("");
        line("Operations, in order:");
        int digits = Integer.toString(plan.steps().getLast().id()).length();
        VeNames names = VeNames.of(plan);
        Columns columns = new Columns();
        for (Step step : plan.steps()) {
            String number = String.format(Locale.ROOT, "%" + (digits + 2) + "d", step.id());
            columns.row(
                    number,
                    names.of(step.operation()),
                    OperationText.of(step.operation()).text(),
                    why(step.cause()));
        }
        columns.lines().forEach(this::line);
        line("");
    }

    /// For example `numproc 100 → 200, ve/web1.yaml:14`.
    private static String why(Cause cause) {
        String change =
                cause.from().isEmpty() && cause.to().isEmpty()
                        ? cause.field()
                        : cause.field() + " " + shown(cause.from()) + " → " + shown(cause.to());
        return cause.origin().map(o -> change + ", " + o.pathAndLine()).orElse(change);
    }

    private String summary() {
        SequencedMap<Weight, Long> counts =
                ves.stream()
                        .collect(
                                Collectors.groupingBy(
                                        PlannedVe::weight, TreeMap::new, Collectors.counting()));
        List<String> parts = new ArrayList<>();
        for (Weight weight : SUMMARY_ORDER) {
            long count = counts.getOrDefault(weight, 0L);
            if (weight != Weight.STOP || count > 0) {
                parts.add(count + " " + weight.noun());
            }
        }
        int blocked = plan.blocked().size();
        return "Plan: "
                + String.join(", ", parts)
                + (blocked == 0 ? "" : " (" + blocked + " blocked)")
                + " · "
                + counted(plan.steps().size(), "operation");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String shown(String value) {
        return value.isEmpty() ? "-" : value;
    }

    private static String at(Optional<Origin> origin) {
        return origin.map(Origin::pathAndLine).orElse("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
