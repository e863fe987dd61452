package org.vzgit.reconciler.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Support;
import org.vzgit.schema.VeField;
import org.vzgit.schema.document.FieldDocs;

/// What `explain` knows: message codes, fields, and the reasons why something is not in a plan.
public final class Topics {
    private Topics() {}

    public static Optional<String> find(String topic) {
        return DiagnosticCode.of(topic)
                .map(Topics::code)
                .or(() -> field(topic).map(Topics::field))
                .or(() -> reason(topic).map(Topics::reason));
    }

    /// `; did you mean …?` with the fields that contain the word, or nothing.
    public static String suggestion(String topic) {
        String word = topic.toLowerCase(Locale.ROOT);
        String near =
                Arrays.stream(VeField.values())
                        .map(VeField::path)
                        .filter(path -> path.toLowerCase(Locale.ROOT).contains(word))
                        .collect(Collectors.joining(", "));
        return near.isEmpty() ? "; vzgit schema lists the fields" : "; did you mean " + near + "?";
    }

    private static String code(DiagnosticCode code) {
        return "%s  %s: %s\n\n%s\n"
                .formatted(
                        code.id(),
                        code.severity().name().toLowerCase(Locale.ROOT),
                        code.title(),
                        code.explanation());
    }

    /// By the place in YAML, by the last part of it, or by the name of OpenVZ's option.
    private static Optional<VeField> field(String topic) {
        String name = topic.startsWith("--") ? topic.substring(2) : topic;
        return VeField.at(name)
                .or(() ->
                        Arrays.stream(VeField.values())
                                .filter(f -> answersTo(f, name))
                                .findFirst());
    }

    private static boolean answersTo(VeField field, String name) {
        // Many fields have no option, and do not answer to the lack of a name.
        return (!name.isEmpty() && field.option().equals(name))
                || field.display().equals(name)
                || field.path().endsWith("." + name);
    }

    private static String field(VeField field) {
        FieldDocs docs = FieldDocs.of(field);
        Columns columns = new Columns();
        columns.row("in YAML", "spec." + field.path());
        if (!field.option().isEmpty()) {
            columns.row("vzctl set", "--" + field.option());
        }
        columns.row("unit", docs.unit());
        columns.row("example", docs.example());
        columns.row("changing it", cost(field.disruption()));
        columns.row("carried out", field.support() == Support.CARRIED_OUT ? "yes" : "not yet");
        return field.display()
                + "\n\n"
                + docs.description()
                + "\n\n"
                + String.join("\n", columns.lines())
                + "\n";
    }

    private static String cost(Disruption disruption) {
        return switch (disruption) {
            case LIVE -> "live: takes effect while the VE runs";
            case RELOAD -> "reload: takes effect while the VE runs; services read it again";
            case RESTART -> "restart: the VE stops and starts";
            case RECREATE -> "recreate: needs a new private area; files inside are lost";
        };
    }

    private static Optional<Blocked.Reason> reason(String topic) {
        return Arrays.stream(Blocked.Reason.values())
                .filter(reason -> PlanJson.code(reason).equals(topic))
                .findFirst();
    }

    private static String reason(Blocked.Reason reason) {
        String meaning =
                switch (reason) {
                    case NOT_SUPPORTED_YET ->
                            "The VE uses a field that this version does not carry out. Nothing is"
                                    + " done to it, because a part would pass for the whole.";
                    case NOT_ON_THIS_KERNEL ->
                            "The VE uses a field for which the running kernel has no means.";
                    case NOT_ALLOWED ->
                            "The VE has scripts that run as root of the node, and no file"
                                    + " allow-host-scripts of the node's root is in the node's"
                                    + " state directory (/var/lib/vzgit).";
                    case FOREIGN -> "The VE belongs to another desired state, by its owner mark.";
                    case PROTECTED ->
                            "A removal that the owner mark, the node's removal budget or the guard"
                                    + " against an empty desired state does not release.";
                    case FROZEN ->
                            "The VE's documents have errors, or its live state could not be read:"
                                    + " it stays as it is.";
                    case RECREATE ->
                            "The change needs a new private area, which would lose files; only a"
                                    + " person may ask for that.";
                    case NO_ROOM -> "The node has no id block or no template for the VE.";
                    case CLONE_SOURCE ->
                            "The VE that it is to be made from (cloneOf) is missing, or its files"
                                    + " are not at rest: it has to be stopped, and wanted"
                                    + " stopped, until the clone is there.";
                    case ADDRESS_TAKEN ->
                            "An address of the VE is with another VE on the node that keeps it:"
                                    + " one whose documents have errors, that is protected, or"
                                    + " that could not be read.";
                    case SUSPENDED ->
                            "A person wants the VE left alone for a while (vzgit suspend); vzgit"
                                    + " resume ends it early.";
                    case FIGHT ->
                            "Somebody else keeps changing the field back. It is tried again only"
                                    + " now and then, until the other writer stops.";
                    case FREEZE_WINDOW ->
                            "The node's document has a freeze window for changes of this kind;"
                                    + " they are made when it ends.";
                    case ROLLOUT ->
                            "Another VE comes first (wave, after), and is not done or did not do"
                                    + " well.";
                };
        return PlanJson.code(reason) + "  why something is not in a plan\n\n" + meaning + "\n";
    }
}
