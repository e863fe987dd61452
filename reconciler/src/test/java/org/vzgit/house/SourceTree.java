package org.vzgit.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The project's own Java sources, parsed by the JDK's compiler, as the house rules measure them.
final class SourceTree {
    /// Maven runs tests in the module's directory; the project is one above.
    static final Path PROJECT = Path.of("").toAbsolutePath().resolveSibling(".").normalize();

    record SourceFile(Path path, int lines) {}

    record Method(String where, int lines, int parameters) {}

    record Type(String name, boolean isPublic) {}

    final List<SourceFile> files = new ArrayList<>();
    final List<Method> methods = new ArrayList<>();
    final List<Type> types = new ArrayList<>();

    private SourceTree() {}

    /// @param kind `main` or `test`
    static SourceTree parse(String kind) throws IOException {
        SourceTree tree = new SourceTree();
        for (String module : List.of("schema", "kernel-ops", "reconciler")) {
            Path root = PROJECT.resolve(module).resolve("src").resolve(kind).resolve("java");
            if (Files.isDirectory(root)) {
                tree.addAll(root);
            }
        }
        return tree;
    }

    private void addAll(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
        for (Path path : paths) {
            files.add(new SourceFile(PROJECT.relativize(path), Files.readAllLines(path).size()));
        }
        measure(paths);
    }

    private void measure(List<Path> paths) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var units = manager.getJavaFileObjectsFromPaths(paths);
            var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measure(unit, positions).scan(unit, null);
            }
        }
    }

    private final class Measure extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String file;

        Measure(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree) {
                boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
                types.add(new Type(type.getSimpleName().toString(), isPublic));
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end > start) {
                int first = (int) unit.getLineMap().getLineNumber(start);
                int last = (int) unit.getLineMap().getLineNumber(end);
                String where = file + ":" + first + " " + method.getName();
                int parameters =
                        isHeader(method, getCurrentPath().getParentPath().getLeaf())
                                ? 0
                                : method.getParameters().size();
                methods.add(new Method(where, last - first + 1, parameters));
            }
            return super.visitMethod(method, null);
        }
    }

    /// A constructor of a record: its parameters are the record's header, which is data.
    private static boolean isHeader(MethodTree method, Tree enclosing) {
        return method.getReturnType() == null && enclosing.getKind() == Tree.Kind.RECORD;
    }

    /// The value that a share of all values does not exceed.
    static int percentile(Stream<Integer> values, double share) {
        List<Integer> sorted = values.sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
