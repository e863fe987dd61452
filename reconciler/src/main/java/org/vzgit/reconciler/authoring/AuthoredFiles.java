package org.vzgit.reconciler.authoring;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.Diagnostic;

/// Documents that were made, and what is to be told of their making.
///
/// @param files text by path below the desired state
/// @param notes what was not carried over, and what was changed
public record AuthoredFiles(SortedMap<String, String> files, List<Diagnostic> notes) {
    public AuthoredFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        notes = List.copyOf(notes);
    }
}
