package org.vzgit.reconciler.ubc;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Beancounters for programs: JSON, and the text format of Prometheus (exposition format 0.0.4).
public final class UbcExport {
    private final UbcTable table;
    private final SortedMap<Beancounter, UbcLevel> levels;
    private final SortedMap<VeId, String> names = new TreeMap<>();

    /// @param node whose names and levels belong to the table
    public UbcExport(UbcTable table, ObservedNode node) {
        this.table = table;
        this.levels = node.features().levels();
        node.ves().forEach((veid, ve) -> names.put(veid, VeNames.ofLive(ve)));
    }

    /// A bound that is not there has no entry: the number that OpenVZ prints for it is not exact in
    /// the floating point of most JSON readers.
    public String json() {
        Json json = new Json().object();
        json.field("apiVersion", "vzgit/v1").field("kind", "Beancounters");
        json.key("ves").array();
        table.ves()
                .forEach((veid, rows) -> {
                    json.object().field("veid", veid.value()).field("name", name(veid));
                    json.key("resources").object();
                    rows.forEach((resource, row) -> row(json, resource, row));
                    json.endObject().endObject();
                });
        return json.endArray().endObject().text();
    }

    private void row(Json json, Beancounter resource, UbcRow row) {
        json.key(resource.key()).object();
        json.field("unit", UbcLevels.unit(resource)).field("level", level(resource).text());
        json.field("held", row.held()).field("maxheld", row.maxheld());
        bound(json, "barrier", row.barrier());
        bound(json, "limit", row.limit());
        json.field("failcnt", row.failcnt()).endObject();
    }

    private static void bound(Json json, String key, long value) {
        if (value != UbcRow.UNLIMITED) {
            json.field(key, value);
        }
    }

    public String prometheus() {
        StringBuilder text = new StringBuilder();
        metric(text, new Metric("held", "gauge", "In use now."), UbcRow::held);
        metric(text, new Metric("maxheld", "gauge", "Highest use."), UbcRow::maxheld);
        metric(
                text,
                new Metric("barrier", "gauge", "Bound of ordinary requests."),
                UbcRow::barrier);
        metric(
                text,
                new Metric("limit", "gauge", "Bound of requests that must not fail lightly."),
                UbcRow::limit);
        metric(text, new Metric("failcnt_total", "counter", "Refusals."), UbcRow::failcnt);
        String name = "vzgit_ubc_level";
        text.append("# HELP " + name + " How well this node carries a beancounter out.\n");
        text.append("# TYPE " + name + " gauge\n");
        levels.forEach((resource, level) ->
                text.append(name + "{resource=\"" + resource.key())
                        .append("\",level=\"" + level.text() + "\"} 1\n"));
        return text.toString();
    }

    private record Metric(String name, String type, String help) {}

    private void metric(StringBuilder text, Metric metric, ToLongFunction<UbcRow> column) {
        String name = "vzgit_ubc_" + metric.name();
        text.append("# HELP " + name + " " + metric.help() + "\n");
        text.append("# TYPE " + name + " " + metric.type() + "\n");
        table.ves()
                .forEach((veid, rows) ->
                        rows.forEach((resource, row) ->
                                text.append(name + labels(veid, resource) + " ")
                                        .append(number(column.applyAsLong(row)))
                                        .append('\n')));
    }

    private String labels(VeId veid, Beancounter resource) {
        return "{veid=\"%s\",ve=\"%s\",resource=\"%s\",unit=\"%s\"}"
                .formatted(veid, name(veid), resource.key(), UbcLevels.unit(resource));
    }

    /// VE names are DNS labels, so nothing in them needs to be escaped.
    private String name(VeId veid) {
        return names.getOrDefault(veid, veid.toString());
    }

    private UbcLevel level(Beancounter resource) {
        return levels.getOrDefault(resource, UbcLevel.ABSENT);
    }

    private static String number(long value) {
        return value == UbcRow.UNLIMITED ? "+Inf" : Long.toString(value);
    }
}
