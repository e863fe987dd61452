package org.vzgit.schema;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A time of the week in which changes wait.
///
/// @param least the least disruptive kind of change that waits; what is less disruptive passes
/// @param week when
/// @param reason shown to those whose change waits; may be empty
public record FreezeWindow(Disruption least, Week week, String reason) {

    /// @param days on which it begins, at least one
    /// @param to on the next day when it is not after `from`
    public record Week(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        public static final Set<DayOfWeek> EVERY_DAY =
                Collections.unmodifiableSet(EnumSet.allOf(DayOfWeek.class));

        public Week {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a window that begins on no day");
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        }

        /// The end of the window that an instant is in. Its begin belongs to it, its end does not.
        /// A clock that is put back or forward moves begin and end with it.
        public Optional<Instant> end(Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return end(today, now).or(() -> end(today.minusDays(1), now));
        }

        private Optional<Instant> end(LocalDate day, Instant now) {
            if (!days.contains(day.getDayOfWeek())) {
                return Optional.empty();
            }
            Instant begin = ZonedDateTime.of(day, from, zone).toInstant();
            LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
            Instant end = ZonedDateTime.of(last, to, zone).toInstant();
            return !now.isBefore(begin) && now.isBefore(end) ? Optional.of(end) : Optional.empty();
        }
    }

    /// Until when such a change waits; empty when it does not.
    public Optional<Instant> holds(Disruption change, Instant now) {
        return change.compareTo(least) >= 0 ? week.end(now) : Optional.empty();
    }
}
