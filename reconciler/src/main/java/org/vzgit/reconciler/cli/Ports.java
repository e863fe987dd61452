package org.vzgit.reconciler.cli;

record Ports() {
    static Ports ofThisMachine() {
        return new Ports();
    }
}
