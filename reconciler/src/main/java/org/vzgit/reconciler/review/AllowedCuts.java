package org.vzgit.reconciler.review;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.VeSpec;

/// The limits that a commit lowers below what is in use, each named by its author:
///
/// ```
/// Vzgit-Allow-Cut: web1/numproc
/// Vzgit-Allow-Cut: 102/physpages, 102/swappages
/// ```
///
/// A trailer and not a field of the document: it speaks of this one change, and must not go on
/// allowing the next.
///
/// @param entries `VE/resource`, the VE by its name or veid
public record AllowedCuts(SortedSet<String> entries) {
    /// The key of the trailer, as `git interpret-trailers` knows it.
    public static final String TRAILER = "Vzgit-Allow-Cut";

    public static final AllowedCuts NONE = new AllowedCuts(Collections.emptySortedSet());

    /// More would be no decision about single limits any more.
    static final int ENTRIES_MAX = 100;

    public AllowedCuts {
        entries = Collections.unmodifiableSortedSet(new TreeSet<>(entries));
    }

    /// @param values what stands behind the trailer's key, one text for each trailer. Entries that
    ///   name no VE and resource allow nothing; those beyond the 100th do not count
    public static AllowedCuts of(Collection<String> values) {
        SortedSet<String> entries = new TreeSet<>();
        for (String value : values) {
            for (String entry : value.split("[,\\s]+", -1)) {
                if (entry.indexOf('/') > 0 && entries.size() < ENTRIES_MAX) {
                    entries.add(entry);
                }
            }
        }
        return new AllowedCuts(entries);
    }

    boolean allows(VeSpec spec, String resource) {
        return entries.contains(spec.name() + "/" + resource)
                || entries.contains(spec.veid() + "/" + resource);
    }

    /// The line to add to the commit message.
    static String line(String name, String resource) {
        return TRAILER + ": " + name + "/" + resource;
    }
}
