package org.vzgit.reconciler.ubc;

import java.util.Locale;
import java.util.SortedMap;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.Beancounter;

/// How well this node carries out each beancounter, for people.
public final class UbcLevels {
    private UbcLevels() {}

    public static String text(SortedMap<Beancounter, UbcLevel> levels) {
        Table table = new Table("RESOURCE", "UNIT", "LEVEL", "MEANS");
        levels.forEach((resource, level) ->
                table.row(resource.key(), unit(resource), level.text(), meaning(level)));
        return table.text();
    }

    public static String json(SortedMap<Beancounter, UbcLevel> levels) {
        Json json = new Json().object();
        json.field("apiVersion", "vzgit/v1").field("kind", "BeancounterLevels");
        json.key("levels").object();
        levels.forEach((resource, level) -> json.field(resource.key(), level.text()));
        return json.endObject().endObject().text();
    }

    static String unit(Beancounter resource) {
        return resource.unit().name().toLowerCase(Locale.ROOT);
    }

    private static String meaning(UbcLevel level) {
        return switch (level) {
            case ENFORCED -> "the kernel refuses every charge above the bound";
            case ENFORCED_WEAKER -> "the kernel refuses above the bound, and may miss a charge";
            case CGROUP -> "a cgroup file bounds the VE as a whole";
            case CLAMPED -> "each buffer is held to its share of the bound, and nothing fails";
            case PER_PROCESS -> "each process is bounded by itself, their sum is not";
            case COUNTED -> "use is shown, nothing is refused";
            case ABSENT -> "neither counted nor refused here";
        };
    }
}
