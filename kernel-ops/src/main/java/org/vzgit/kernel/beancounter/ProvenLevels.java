package org.vzgit.kernel.beancounter;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;

/// `control.level` of `main/bpf/beancounter.h`: what was found by trial, a bit for each resource in
/// the word of its level.
final class ProvenLevels {
    /// In the order of the words.
    private static final List<UbcLevel> WORDS =
            List.of(UbcLevel.ENFORCED, UbcLevel.ENFORCED_WEAKER, UbcLevel.COUNTED);

    private ProvenLevels() {}

    /// @param control the whole block
    static void write(Map<Beancounter, UbcLevel> levels, ByteBuffer control) {
        for (UbcLevel level : WORDS) {
            int bits =
                    levels.entrySet().stream()
                            .filter(each -> each.getValue() == level)
                            .mapToInt(each -> 1 << each.getKey().ordinal())
                            .sum();
            control.putInt(at(level), bits);
        }
    }

    /// Resources that are not in it are absent.
    static SortedMap<Beancounter, UbcLevel> read(ByteBuffer control) {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (UbcLevel level : WORDS) {
            int bits = control.getInt(at(level));
            CounterMaps.ROWS.stream()
                    .filter(each -> (bits & 1 << each.ordinal()) != 0)
                    .forEach(each -> levels.put(each, level));
        }
        return levels;
    }

    /// Behind the number of the generation.
    private static int at(UbcLevel level) {
        return (1 + WORDS.indexOf(level)) * Integer.BYTES;
    }
}
