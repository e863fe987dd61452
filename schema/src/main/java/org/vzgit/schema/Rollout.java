package org.vzgit.schema;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// When a change of a VE comes, compared with other VEs of its node.
///
/// @param wave the VEs of a smaller wave come first
/// @param after VEs that come first, whatever their wave
public record Rollout(int wave, List<Predecessor> after) {
    public static final int WAVE_MAX = 99;
    public static final Rollout AT_ONCE = new Rollout(0, List.of());

    public Rollout {
        if (wave < 0 || wave > WAVE_MAX) {
            throw new IllegalArgumentException("wave " + wave + " is outside 0.." + WAVE_MAX);
        }
        after = List.copyOf(after);
    }

    /// VEs, or nodes, that come first: one by its name, or all that have a label.
    ///
    /// @param name of the VE or node, or the key of the label
    /// @param value of the label
    public record Predecessor(String name, Optional<String> value) {

        /// Reads `db1` or `tier=db`.
        public static Predecessor parse(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new Predecessor(text, Optional.empty())
                    : new Predecessor(
                            text.substring(0, equals), Optional.of(text.substring(equals + 1)));
        }

        public boolean matches(String own, SortedMap<String, String> labels) {
            return value.map(wanted -> wanted.equals(labels.get(name))).orElse(own.equals(name));
        }

        /// As it is written.
        @Override
        public String toString() {
            return name + value.map(text -> "=" + text).orElse("");
        }
    }
}
