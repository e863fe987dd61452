package org.vzgit.reconciler.wholepath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vzgit.kernel.sys.NodeHome;

/// What a node home still has on the machine, found without the product.
final class Leftovers {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Leftovers() {}

    static List<String> of(NodeHome home, String links) throws IOException {
        List<String> left = new ArrayList<>();
        left.addAll(cgroups(home.tag()));
        left.addAll(processes(home.tag()));
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(home.state().toString()))
                .forEach(left::add);
        links.lines().filter(line -> line.contains(home.tag())).forEach(left::add);
        return left;
    }

    private static List<String> cgroups(String tag) throws IOException {
        List<Path> parents = new ArrayList<>(List.of(CGROUPS));
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            parents.addAll(hierarchies.filter(Files::isDirectory).toList());
        }
        return parents.stream()
                .map(parent -> parent.resolve(tag))
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
    }

    /// A dead process that waits for the machine's own init to take note is not ours any more.
    private static List<String> processes(String tag) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> Files.exists(path.resolve("cgroup"))).toList()) {
                String status = read(process.resolve("status"));
                boolean othersDead =
                        status.contains("\nState:\tZ")
                                && !status.contains("\nPPid:\t" + ProcessHandle.current().pid());
                if (read(process.resolve("cgroup")).contains("/" + tag + "/") && !othersDead) {
                    found.add(process + " " + status.lines().limit(1).toList());
                }
            }
        }
        return found;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            // ENOENT, ESRCH: it ended between the listing and now.
            return "";
        }
    }
}
