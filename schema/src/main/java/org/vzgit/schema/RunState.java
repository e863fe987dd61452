package org.vzgit.schema;

/// What a VE should be doing.
public enum RunState {
    RUNNING,
    STOPPED,
    SUSPENDED
}
