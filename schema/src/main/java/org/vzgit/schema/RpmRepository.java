package org.vzgit.schema;

/// Where rpm packages come from.
///
/// @param name what dnf calls it, unique in a template
/// @param url of the directory with `repodata`; dnf puts in `$basearch` and `$releasever`
public record RpmRepository(String name, String url, PackageTrust trust) {}
