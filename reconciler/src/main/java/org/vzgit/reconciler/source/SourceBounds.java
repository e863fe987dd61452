package org.vzgit.reconciler.source;

/// How much of a revision is read. A commit is input from outside: without bounds, one commit could
/// exhaust the memory of every node that follows the repository.
///
/// @param files how many documents' files
/// @param fileBytes size of one file
/// @param totalBytes size of all files together
/// @param pathLength characters of a path below the root of the desired state
/// @param depth how many directories deep a file may be
/// @param entries how many directory entries are looked at, files of other kinds included
record SourceBounds(
        int files, int fileBytes, long totalBytes, int pathLength, int depth, int entries) {
    /// Twice the 10,000 VEs that the planner is made for, one file each: the rest is profiles.
    private static final int FILES_MAX = 20_000;

    /// A VE document is one or two KiB; a generated file with hundreds of them is still below this.
    private static final int FILE_BYTES_MAX = 1 << 20;

    /// 20,000 files of average size; held as text it still fits the agent's goal of 128 MiB.
    private static final long TOTAL_BYTES_MAX = 40L << 20;

    /// Room for any sane layout, and a journal line with it stays readable.
    private static final int PATH_LENGTH_MAX = 512;

    /// Sites, racks, nodes, tenants: nobody needs more levels, and a walk needs a bound.
    private static final int DEPTH_MAX = 16;

    /// Repositories hold other things too; walking this many entries takes about a second.
    private static final int ENTRIES_MAX = 500_000;

    static final SourceBounds DEFAULT =
            new SourceBounds(
                    FILES_MAX,
                    FILE_BYTES_MAX,
                    TOTAL_BYTES_MAX,
                    PATH_LENGTH_MAX,
                    DEPTH_MAX,
                    ENTRIES_MAX);
}
