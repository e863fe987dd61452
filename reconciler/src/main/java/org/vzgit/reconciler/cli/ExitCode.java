package org.vzgit.reconciler.cli;

/// The exit codes of every command.
enum ExitCode {
    OK(0, "converged, or nothing to do"),
    TOOL_FAILED(1, "the tool failed"),
    CHANGES(2, "plan, diff: there are changes"),
    INVALID_INPUT(3, "input invalid"),
    REFUSED(4, "refused by policy or protection"),
    STALE_PLAN(5, "stale plan"),
    PARTIAL(6, "applied in part, not converged"),
    DEGRADED(7, "status: degraded"),
    USAGE(64, "wrong usage");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
