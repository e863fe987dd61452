package org.vzgit.reconciler.apply;

import java.time.Instant;

/// One line of the journal: what was done to what, why, and what became of it.
///
/// @param time when the step ended
public record JournalEntry(Instant time, Run run, Target target, Wanted wanted, Result result) {
    /// One apply.
    ///
    /// @param id different for every apply
    /// @param commit full id of the commit that was applied, or `directory`
    public record Run(String id, String commit, String author) {}

    /// @param step its number in the plan
    /// @param operation what was done, e.g. `set numproc`
    /// @param veid 0 for operations of the node itself
    /// @param name of the VE when it was applied, or `node`
    public record Target(int step, String operation, int veid, String name) {}

    /// @param origin `path:line` where the value was written; empty for a default
    public record Wanted(String field, String from, String to, String origin) {}

    /// @param status `done`, `failed`, `skipped` or `not verified`
    /// @param detail the reason if it was not done; empty if it was
    /// @param micros how long it took; 0 if it was not tried
    public record Result(String status, String detail, long micros) {}
}
