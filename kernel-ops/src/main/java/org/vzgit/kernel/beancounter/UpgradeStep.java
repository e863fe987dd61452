package org.vzgit.kernel.beancounter;

/// What a change of generations has just done, in this order. A process that ends behind any of
/// them loses nothing: the next start goes on from what is pinned.
enum UpgradeStep {
    /// One file of programs is in the kernel; they only look on. As often as there are files.
    GROUP_LOADED,
    /// All are.
    LOADED,
    /// The new generation charges, the old one looks on.
    ACTIVATED,
    /// The old one's pins are gone, and what earlier processes have left.
    OLD_REMOVED,
    /// What the programs do is known.
    TESTED,
    /// The table is there again.
    TABLE_PINNED,
    /// The iterators are.
    CENSUS_PINNED
}
