package org.vzgit.schema;

import java.util.List;

/// Where Debian packages come from.
///
/// @param mirror the archive's address
/// @param suite of the archive: `bookworm`
public record DebRepository(
        String mirror, String suite, List<String> components, PackageTrust trust) {
    public DebRepository {
        components = List.copyOf(components);
    }
}
