package org.vzgit.reconciler.source;

/// How far a node has come with a commit.
public enum CommitState {
    /// It is being applied, or something of it waits for its time.
    PENDING,
    /// The node is as the commit wants it.
    SUCCESS,
    /// Something of it failed or cannot be done without a person.
    FAILURE;

    /// As GitHub and Gitea name it.
    public String word() {
        return switch (this) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failure";
        };
    }
}
