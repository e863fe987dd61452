package org.vzgit.reconciler.forge;

/// How far a node has come with a commit.
enum CommitState {
    /// It is being applied, or something of it waits for its time.
    PENDING,
    /// The node is as the commit wants it.
    SUCCESS,
    /// Something of it failed or cannot be done without a person.
    FAILURE;

    /// As GitHub and Gitea name it.
    String word() {
        return switch (this) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failure";
        };
    }
}
