package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.FreezeWindow.Week;

class FreezeWindowTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /// 2026-11-22 is a Sunday.
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T07:59:59Z, ",
        "2026-11-22T08:00:00Z, 2026-11-22T18:00:00Z",
        "2026-11-22T17:59:59Z, 2026-11-22T18:00:00Z",
        "2026-11-22T18:00:00Z, ",
        "2026-11-23T12:00:00Z, "
    })
    void beginBelongsToItAndEndDoesNot(String now, String end) {
        assertEquals(instant(end), window(DayOfWeek.SUNDAY, "08:00", "18:00", UTC).end(at(now)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T22:00:00Z, 2026-11-23T06:00:00Z",
        "2026-11-23T05:59:59Z, 2026-11-23T06:00:00Z",
        "2026-11-23T06:00:00Z, ",
        "2026-11-22T05:00:00Z, ",
        "2026-11-23T23:00:00Z, "
    })
    void windowOverMidnightBelongsToTheDayOnWhichItBegins(String now, String end) {
        assertEquals(instant(end), window(DayOfWeek.SUNDAY, "22:00", "06:00", UTC).end(at(now)));
    }

    @Test
    void equalTimesAreAWholeDay() {
        Week day = window(DayOfWeek.SUNDAY, "00:00", "00:00", UTC);
        assertEquals(instant("2026-11-23T00:00:00Z"), day.end(at("2026-11-22T00:00:00Z")));
        assertEquals(instant("2026-11-23T00:00:00Z"), day.end(at("2026-11-22T23:59:59Z")));
        assertEquals(Optional.empty(), day.end(at("2026-11-23T00:00:00Z")));
    }

    /// Clocks were put back on 2026-10-25 at 03:00 in Vienna: that night has an hour more.
    @ParameterizedTest
    @CsvSource({
        "2026-10-24T19:59:59Z, ",
        "2026-10-24T20:00:00Z, 2026-10-25T05:00:00Z",
        "2026-10-25T04:59:59Z, 2026-10-25T05:00:00Z",
        "2026-10-25T05:00:00Z, "
    })
    void timesAreThoseOfTheZoneAlsoWhenItsClockChanges(String now, String end) {
        Week night = window(DayOfWeek.SATURDAY, "22:00", "06:00", ZoneId.of("Europe/Vienna"));
        assertEquals(instant(end), night.end(at(now)));
    }

    @ParameterizedTest
    @CsvSource({
        "LIVE, LIVE, true", "RESTART, LIVE, false", "RESTART, RELOAD, false",
        "RESTART, RESTART, true", "RESTART, RECREATE, true", "RECREATE, RESTART, false"
    })
    void onlyWhatIsAsDisruptiveWaits(Disruption least, Disruption change, boolean waits) {
        Week always = new Week(Week.EVERY_DAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, UTC);
        FreezeWindow window = new FreezeWindow(least, always, "");
        assertEquals(waits, window.holds(change, at("2026-11-22T12:00:00Z")).isPresent());
    }

    @Test
    void windowThatNeverBeginsIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Week(Set.of(), LocalTime.NOON, LocalTime.MIDNIGHT, UTC));
    }

    private static Week window(DayOfWeek day, String from, String to, ZoneId zone) {
        return new Week(EnumSet.of(day), LocalTime.parse(from), LocalTime.parse(to), zone);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    private static Optional<Instant> instant(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
