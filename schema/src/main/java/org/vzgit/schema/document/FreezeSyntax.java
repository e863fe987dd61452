package org.vzgit.schema.document;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.FreezeWindow;
import org.vzgit.schema.FreezeWindow.Week;
import tools.jackson.databind.JsonNode;

/// Reads one entry of `freeze` whose shape the schema check has approved.
final class FreezeSyntax {
    private FreezeSyntax() {}

    static FreezeWindow read(JsonNode json) throws BadValue {
        String least = json.path("disruption").asString("restart");
        try {
            return new FreezeWindow(
                    Disruption.valueOf(least.toUpperCase(Locale.ROOT)),
                    new Week(
                            days(json.path("days")),
                            LocalTime.parse(json.path("from").asString("")),
                            LocalTime.parse(json.path("to").asString("")),
                            ZoneId.of(json.path("timeZone").asString("UTC"))),
                    json.path("reason").asString(""));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    "is no time of the week: " + e.getMessage(),
                    "for example from: \"08:00\", to: \"18:00\", timeZone: Europe/Vienna");
        }
    }

    private static Set<DayOfWeek> days(JsonNode json) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        json.valueStream().forEach(day -> days.add(day(day.asString(""))));
        return days.isEmpty() ? Week.EVERY_DAY : days;
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(text) && text.length() == 3) {
                return day;
            }
        }
        throw new IllegalArgumentException("day " + text);
    }
}
