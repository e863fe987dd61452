package org.vzgit.kernel.sys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// Where a node keeps its VEs. Two homes on one machine do not see each other: their cgroups and
/// links carry different tags.
///
/// @param state survives a reboot: private areas, template cache, journal
/// @param run does not survive a reboot: locks, hints
public record NodeHome(Path state, Path run) {
    public static final NodeHome DEFAULT =
            new NodeHome(Path.of("/var/lib/vzgit"), Path.of("/run/vzgit"));

    /// Everything below one directory, for tests and demos.
    public static NodeHome below(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new NodeHome(absolute.resolve("state"), absolute.resolve("run"));
    }

    /// The name of the parent cgroup and the prefix of link aliases: `vzgit`, or `vzgit-` and eight
    /// hex digits for another home.
    public String tag() {
        if (equals(DEFAULT)) {
            return "vzgit";
        }
        byte[] path = state.toString().getBytes(StandardCharsets.UTF_8);
        return "vzgit-" + UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
    }

    public Path privateAreas() {
        return state.resolve("ve");
    }

    public Path privateArea(VeId veid) {
        return privateAreas().resolve(veid.toString());
    }

    public Path templates() {
        return state.resolve("template");
    }

    public Path template(TemplateRef template) {
        return templates().resolve(template.text());
    }

    /// Where deleted private areas wait for their files to be unlinked; on the same file system.
    public Path trash() {
        return state.resolve("trash");
    }
}
