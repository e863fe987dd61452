package org.vzgit.kernel.process;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.text.MountTable;
import org.vzgit.schema.TemplateName;

/// Finds the template that a VE's root file system stands on, in its `/proc/PID/mountinfo`.
///
/// The launcher mounts the template on `low/NAME@VERSION` of its private mount namespace and the
/// overlay with that relative path as its one lower directory, so the kernel itself keeps the
/// version: no file that could tell another one.
final class RootTemplate {
    /// Names and versions as [TemplateRef] takes them: a VE may mount any overlay that it likes.
    private static final Pattern LOWER =
            Pattern.compile(
                    "lowerdir=low/([A-Za-z0-9][A-Za-z0-9+_.-]{0,62})@([A-Za-z0-9.-]{1,64})");

    private RootTemplate() {}

    /// Empty when the root is not an overlay of the launcher's making.
    static Optional<TemplateRef> of(String mountinfo) {
        return MountTable.ofRoot(mountinfo).stream()
                .flatMap(mount -> mount.superOptions().stream())
                .map(LOWER::matcher)
                .filter(Matcher::matches)
                .map(found -> new TemplateRef(new TemplateName(found.group(1)), found.group(2)))
                .findFirst();
    }
}
