package org.vzgit.reconciler.serve;

import java.util.Map;
import java.util.stream.Collectors;

/// Writes metrics in the text format 0.0.4 that Prometheus reads.
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /// Begins the lines of one metric.
    PrometheusText family(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    PrometheusText value(double value) {
        return value(Map.of(), value);
    }

    PrometheusText value(Map<String, String> labels, double value) {
        return value("", labels, value);
    }

    /// @param suffix of the family's name, as histograms have them
    PrometheusText value(String suffix, Map<String, String> labels, double value) {
        text.append(family).append(suffix);
        if (!labels.isEmpty()) {
            text.append(
                    labels.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(label -> label.getKey() + "=\"" + quoted(label.getValue()) + "\"")
                            .collect(Collectors.joining(",", "{", "}")));
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    String text() {
        return text.toString();
    }

    /// Whole numbers without the `.0` and the exponent that Java would write.
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        long whole = (long) value;
        return whole == value ? Long.toString(whole) : Double.toString(value);
    }

    private static String escape(String help) {
        return help.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String quoted(String label) {
        return escape(label).replace("\"", "\\\"");
    }
}
