package org.vzgit.reconciler.source;

/// A commit that takes another one back, prepared and not made.
///
/// @param reverted full id of the commit that is taken back
/// @param snapshot the desired state as it would be
/// @param patch a mail that `git am` makes the commit from
public record Reversal(String reverted, Snapshot snapshot, String patch) {}
