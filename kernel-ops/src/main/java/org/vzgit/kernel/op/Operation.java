package org.vzgit.kernel.op;

/// One effect on the kernel. A sealed set: whoever executes, simulates or prints operations must
/// say what it does with each, and a new one breaks their build until they do.
///
/// All operations are idempotent; their values are final.
public sealed interface Operation permits BuildTemplate, VeOperation {}
