package org.vzgit.kernel.sys;

/// What uname(2) says, of the calling thread's UTS namespace.
public record Utsname(String nodename, String release, String machine) {}
