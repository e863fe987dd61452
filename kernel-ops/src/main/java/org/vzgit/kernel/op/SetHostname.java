package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Sets the host name in a running VE's UTS namespace (sethostname(2): at most 64 bytes).
public record SetHostname(VeId veid, String hostname) implements VeOperation {}
