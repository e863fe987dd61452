package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.text.CgroupText;

/// A VE's cgroup with the ones that the VE itself made below it.
final class NestedCgroups {
    /// A directory has one link from its parent, one from itself and one from each child directory;
    /// cgroupfs keeps that count, so a stat tells that there are none.
    private static final int LINKS_WITHOUT_CHILDREN = 2;

    private NestedCgroups() {}

    /// The directory and all below it, the deepest first; empty when it is not there. Their number
    /// is bounded by the `cgroup.max.descendants` of the VE.
    static List<Path> deepestFirst(Path cgroup) throws IOException {
        List<Path> found = new ArrayList<>();
        collect(cgroup, found);
        return found;
    }

    /// The host pids in a cgroup and below it, in no order.
    ///
    /// @throws UncheckedIOException when one of them cannot be read
    static List<Integer> processes(CgroupDirectory cgroup) {
        List<Integer> pids = new ArrayList<>();
        try {
            for (Path nested : deepestFirst(cgroup.path())) {
                CgroupDirectory directory = new CgroupDirectory(nested, cgroup.subject());
                switch (directory.read("cgroup.procs", CgroupText::pids)) {
                    case Reading.Present<List<Integer>>(List<Integer> found) -> pids.addAll(found);
                    case Reading.Absent<List<Integer>> _ -> {}
                    case Reading.Unreadable<List<Integer>>(String reason) ->
                            throw new IOException(reason);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    private static void collect(Path cgroup, List<Path> found) throws IOException {
        try {
            int links =
                    (Integer) Files.getAttribute(cgroup, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            if (links != LINKS_WITHOUT_CHILDREN) {
                collectChildren(cgroup, found);
            }
            found.add(cgroup);
        } catch (NoSuchFileException _) {
            // It went while we looked, or never was: then there is nothing in it.
        }
    }

    private static void collectChildren(Path cgroup, List<Path> found) throws IOException {
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(
                        cgroup, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
            for (Path child : children) {
                collect(child, found);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
