package org.vzgit.kernel.sys;

import java.nio.file.Path;

/// The arguments of mount(2).
///
/// @param source a device, directory or, for virtual file systems, any word
/// @param type as in `/proc/filesystems`; not looked at for bind mounts and propagation changes
/// @param flags `MS_…` of `linux/mount.h`
/// @param options what the file system reads itself; empty for none
public record MountCall(String source, Path target, String type, long flags, String options) {}
