package org.vzgit.kernel.state;

import java.util.Optional;

/// What one look at the kernel found. Absent is knowledge; unreadable is the lack of it, and no
/// plan may take the one for the other.
public sealed interface Reading<T> {

    record Present<T>(T value) implements Reading<T> {}

    record Absent<T>() implements Reading<T> {}

    /// @param reason what was read and the errno name, for people
    record Unreadable<T>(String reason) implements Reading<T> {}

    static <T> Reading<T> present(T value) {
        return new Present<>(value);
    }

    static <T> Reading<T> absent() {
        return new Absent<>();
    }

    static <T> Reading<T> unreadable(String reason) {
        return new Unreadable<>(reason);
    }

    /// The value where there is one; empty for both absent and unreadable, so only for display.
    default Optional<T> toOptional() {
        return switch (this) {
            case Present<T> present -> Optional.of(present.value());
            case Absent<T> _, Unreadable<T> _ -> Optional.empty();
        };
    }
}
