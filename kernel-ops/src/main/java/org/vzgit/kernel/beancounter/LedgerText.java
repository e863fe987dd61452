package org.vzgit.kernel.beancounter;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.vzgit.schema.Beancounter;

/// The two texts of the ledger: a resource to a line, with one number or two.
final class LedgerText {
    private static final Map<String, Beancounter> BY_KEY = byKey();

    private LedgerText() {}

    static String ofBounds(Map<Beancounter, Bounds> all) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(all)
                .forEach((resource, bounds) ->
                        text.append(resource.key() + " " + bounds.barrier() + " " + bounds.limit())
                                .append('\n'));
        return text.toString();
    }

    static String ofPeaks(Map<Beancounter, Long> all) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(all)
                .forEach((resource, peak) -> text.append(resource.key() + " " + peak + "\n"));
        return text.toString();
    }

    /// @throws IllegalArgumentException when it is not of this form
    static Map<Beancounter, Bounds> bounds(String text) {
        Map<Beancounter, Bounds> all = new EnumMap<>(Beancounter.class);
        for (String line : text.lines().toList()) {
            String[] words = words(line, 3);
            all.put(resource(words), new Bounds(number(words[1]), number(words[2])));
        }
        return all;
    }

    /// @throws IllegalArgumentException when it is not of this form
    static Map<Beancounter, Long> peaks(String text) {
        Map<Beancounter, Long> all = new EnumMap<>(Beancounter.class);
        for (String line : text.lines().toList()) {
            String[] words = words(line, 2);
            all.put(resource(words), number(words[1]));
        }
        return all;
    }

    private static String[] words(String line, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count) {
            throw new IllegalArgumentException("not a line of a ledger: " + line);
        }
        return words;
    }

    private static Beancounter resource(String[] words) {
        Beancounter resource = BY_KEY.get(words[0]);
        if (resource == null) {
            throw new IllegalArgumentException("not a beancounter: " + words[0]);
        }
        return resource;
    }

    private static long number(String word) {
        long number = Long.parseLong(word);
        if (number < 0) {
            throw new IllegalArgumentException("negative: " + word);
        }
        return number;
    }

    private static Map<String, Beancounter> byKey() {
        Map<String, Beancounter> all = new HashMap<>();
        for (Beancounter resource : Beancounter.values()) {
            all.put(resource.key(), resource);
        }
        return all;
    }
}
