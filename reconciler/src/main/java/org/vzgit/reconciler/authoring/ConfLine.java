package org.vzgit.reconciler.authoring;

import java.util.List;
import org.vzgit.schema.Origin;

/// One setting of an OpenVZ configuration file.
///
/// @param name as it stands there, for example `NUMPROC`
/// @param value without quotes and escapes
/// @param comments the comment lines above it and the comment behind it, without their `#`
/// @param origin where the name stands
record ConfLine(String name, String value, List<String> comments, Origin origin) {}
