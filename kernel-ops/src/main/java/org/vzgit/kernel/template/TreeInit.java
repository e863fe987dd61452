package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// The program that a VE of a template is started with.
final class TreeInit {
    private static final String USUAL = "/sbin/init";

    /// As many as the kernel follows for one name (path_resolution(7)).
    static final int LINKS_MAX = 40;

    private TreeInit() {}

    /// Refuses a tree without its init (OpenVZ's error 47), and makes one that lies elsewhere the
    /// one that VEs are started with.
    static void require(Path tree, String init, String tried) throws IOException, OperationFailure {
        Optional<Path> program = resolve(tree, init).filter(TreeInit::isProgram);
        if (program.isEmpty()) {
            throw new OperationFailure(
                    FailureKind.REJECTED,
                    tried
                            + ": it has no program "
                            + init
                            + ", which its VEs would be started with; add the package that has it,"
                            + " or say in spec.init which one it is");
        }
        if (!init.equals(USUAL)) {
            link(tree, init);
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isExecutable(file);
    }

    private static void link(Path tree, String init) throws IOException {
        Path directory = resolve(tree, "/sbin").orElse(tree.resolve("sbin"));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            FileTree.makeDirectory(directory, "rwxr-xr-x");
        }
        Path link = directory.resolve("init");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(init));
    }

    /// What a name leads to for somebody whose root is the tree; empty when it leads nowhere. Of a
    /// tree that nobody changes meanwhile.
    static Optional<Path> resolve(Path tree, String name) throws IOException {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(name.split("/")));
        Path at = tree;
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                at = at.equals(tree) ? tree : at.resolve(part).normalize();
                continue;
            }
            Path next = at.resolve(part);
            if (Files.isSymbolicLink(next)) {
                if (++links > LINKS_MAX) {
                    return Optional.empty();
                }
                String target = Files.readSymbolicLink(next).toString();
                at = target.startsWith("/") ? tree : at;
                Arrays.asList(target.split("/")).reversed().forEach(left::push);
            } else {
                at = next;
            }
        }
        return Files.exists(at, LinkOption.NOFOLLOW_LINKS) ? Optional.of(at) : Optional.empty();
    }
}
