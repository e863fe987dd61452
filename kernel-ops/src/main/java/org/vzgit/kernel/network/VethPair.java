package org.vzgit.kernel.network;

/// A veth to be made: its near end here, its far end in the network namespace of a process.
record VethPair(End near, End far, int farPid) {
    record End(String name, MacAddress mac) {}

    @Override
    public String toString() {
        return near.name() + " with peer " + far.name() + " in process " + farPid;
    }
}
