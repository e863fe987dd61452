package org.vzgit.reconciler.authoring;

import java.util.List;
import java.util.Optional;

/// What an OpenVZ configuration file says, in its order.
///
/// @param header comments at the beginning, up to an empty line
/// @param lines each name once: the first one wins, as in vzctl
/// @param footer comments behind the last setting
record ConfFile(List<String> header, List<ConfLine> lines, List<String> footer) {
    ConfFile {
        header = List.copyOf(header);
        lines = List.copyOf(lines);
        footer = List.copyOf(footer);
    }

    Optional<String> value(String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .map(ConfLine::value)
                .findFirst();
    }
}
