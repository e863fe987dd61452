package org.vzgit.kernel.beancounter;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;

/// `control.level` of `main/bpf/beancounter.h`: what was found by trial, a bit for each resource in
/// each of three words. Which words have it is the level: another word would be another size of the
/// map, which an upgrade could not share with the generation before.
final class ProvenLevels {
    private static final int WORDS = 3;

    /// By the words, the first as bit 0.
    private static final Map<UbcLevel, Integer> CODES =
            Map.of(
                    UbcLevel.ENFORCED, 0b001,
                    UbcLevel.ENFORCED_WEAKER, 0b010,
                    UbcLevel.COUNTED, 0b100,
                    UbcLevel.CLAMPED, 0b110);

    private ProvenLevels() {}

    /// @param control the whole block
    static void write(Map<Beancounter, UbcLevel> levels, ByteBuffer control) {
        for (int word = 0; word < WORDS; word++) {
            int bits = 0;
            for (Map.Entry<Beancounter, UbcLevel> each : levels.entrySet()) {
                int code = CODES.getOrDefault(each.getValue(), 0);
                bits |= (code >> word & 1) << CounterSlot.indexOf(each.getKey());
            }
            control.putInt(at(word), bits);
        }
    }

    /// Resources that are not in it are absent.
    static SortedMap<Beancounter, UbcLevel> read(ByteBuffer control) {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter resource : CounterSlot.ROWS) {
            int code = 0;
            for (int word = 0; word < WORDS; word++) {
                code |= (control.getInt(at(word)) >> CounterSlot.indexOf(resource) & 1) << word;
            }
            for (Map.Entry<UbcLevel, Integer> each : CODES.entrySet()) {
                if (each.getValue() == code) {
                    levels.put(resource, each.getKey());
                }
            }
        }
        return levels;
    }

    /// Behind the number of the generation.
    private static int at(int word) {
        return (1 + word) * Integer.BYTES;
    }
}
