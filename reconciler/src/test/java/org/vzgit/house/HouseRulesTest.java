package org.vzgit.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vzgit.house.SourceTree.Method;
import org.vzgit.house.SourceTree.SourceFile;

/// The sizes and names that keep the house habitable (docs/architecture.md, "Numbers to keep").
class HouseRulesTest {
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Manager|Utils?|Impl|Helper|Misc|Common|Base|Processor|Info|Data)");
    private static final Pattern LEFT_OPEN =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b|(?<!Function )not implemented");

    private final SourceTree main = SourceTree.parse("main");
    private final SourceTree tests = SourceTree.parse("test");

    HouseRulesTest() throws IOException {}

    @Test
    void filesAreShort() {
        assertTrue(
                SourceTree.percentile(main.files.stream().map(SourceFile::lines), 0.5) <= 120,
                "median");
        assertTrue(
                SourceTree.percentile(main.files.stream().map(SourceFile::lines), 0.9) <= 300,
                "p90");
        assertEquals(List.of(), main.files.stream().filter(file -> file.lines() > 500).toList());
    }

    @Test
    void methodsAreShort() {
        assertTrue(
                SourceTree.percentile(main.methods.stream().map(Method::lines), 0.5) <= 8,
                "median");
        assertTrue(
                SourceTree.percentile(main.methods.stream().map(Method::lines), 0.9) <= 25, "p90");
        assertEquals(
                List.of(), main.methods.stream().filter(method -> method.lines() > 60).toList());
    }

    @Test
    void parametersAreFew() {
        assertTrue(
                SourceTree.percentile(main.methods.stream().map(Method::parameters), 0.9) <= 3,
                "p90");
        assertEquals(
                List.of(),
                main.methods.stream().filter(method -> method.parameters() > 5).toList());
    }

    @Test
    void typeNamesSayWhatTheTypeIs() {
        assertEquals(
                List.of(),
                main.types.stream()
                        .map(SourceTree.Type::name)
                        .filter(name -> EMPTY_NAME.matcher(name).matches())
                        .toList());
    }

    @Test
    void mostTypesAreSeenByTheirPackageOnly() {
        long hidden = main.types.stream().filter(type -> !type.isPublic()).count();
        assertTrue(hidden >= 0.6 * main.types.size(), hidden + " of " + main.types.size());
    }

    @Test
    void testsDoNotFallBehindMain() {
        int mainLines = main.files.stream().mapToInt(SourceFile::lines).sum();
        int testLines = tests.files.stream().mapToInt(SourceFile::lines).sum();
        assertTrue(testLines >= mainLines, testLines + " test lines, " + mainLines + " main lines");
    }

    @Test
    void nothingIsLeftOpen() {
        assertEquals(
                List.of(),
                main.files.stream()
                        .map(SourceFile::path)
                        .filter(path ->
                                LEFT_OPEN
                                        .matcher(SourceTree.read(SourceTree.PROJECT.resolve(path)))
                                        .find())
                        .toList());
    }
}
