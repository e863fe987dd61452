package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;

/// Versions in the cache, and which of them new VEs begin as.
class BuiltTemplatesTest {
    private static final TemplateName NAME = new TemplateName("debian-12");
    private static final TemplateRef FIRST = new TemplateRef(NAME, "1111111111111111");
    private static final TemplateRef SECOND = new TemplateRef(NAME, "2222222222222222");

    @TempDir Path directory;
    private NodeHome home;
    private BuiltTemplates built;

    @BeforeEach
    void openHome() {
        home = NodeHome.below(directory);
        built = new BuiltTemplates(home);
    }

    private Path tree(String content) throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree-" + System.nanoTime()));
        Files.writeString(tree.resolve("file"), content);
        return tree;
    }

    @Test
    void aNewHomeHasNone() throws IOException {
        assertEquals(Map.of(), built.current());
    }

    @Test
    void whatIsAdmittedIsThereAndCurrent() throws IOException {
        assertTrue(built.admit(FIRST, tree("one")));
        assertEquals(Map.of(NAME, FIRST), built.current());
        assertEquals("one", Files.readString(home.template(FIRST).resolve("file")));
    }

    @Test
    void aNewVersionLeavesTheOldOneAsItWas() throws IOException {
        built.admit(FIRST, tree("one"));
        assertTrue(built.admit(SECOND, tree("two")));
        assertEquals(Map.of(NAME, SECOND), built.current());
        assertEquals("one", Files.readString(home.template(FIRST).resolve("file")));
    }

    @Test
    void aVersionThatIsThereIsNotReplaced() throws IOException {
        built.admit(FIRST, tree("one"));
        Path again = tree("changed");
        assertFalse(built.admit(FIRST, again));
        assertEquals("one", Files.readString(home.template(FIRST).resolve("file")));
        assertTrue(Files.exists(again), "left to the caller");
    }

    @Test
    void goingBackToAnOlderVersionIsAPointer() throws IOException {
        built.admit(FIRST, tree("one"));
        built.admit(SECOND, tree("two"));
        assertFalse(built.admit(FIRST, tree("one")));
        assertEquals(Map.of(NAME, FIRST), built.current());
    }

    @Test
    void theCacheListsVersionsAndNoPointers() throws IOException {
        built.admit(FIRST, tree("one"));
        TemplateCache cache = new TemplateCache(home, directory.resolve("none"));
        assertEquals(Set.of(FIRST.text()), cache.present());
        assertEquals(Map.of(NAME, FIRST), cache.available());
    }

    @Test
    void aRemovedVersionIsGoneAndSoIsItsPointer() throws IOException {
        built.admit(FIRST, tree("one"));
        built.remove(FIRST, directory.resolve("trash"));
        built.remove(FIRST, directory.resolve("trash"));
        assertEquals(Map.of(), built.current());
        assertFalse(Files.exists(home.template(FIRST)));
        assertFalse(Files.exists(directory.resolve("trash")));
    }

    @Test
    void removingAnOldVersionLeavesTheCurrentOne() throws IOException {
        built.admit(FIRST, tree("one"));
        built.admit(SECOND, tree("two"));
        built.remove(FIRST, directory.resolve("trash"));
        assertEquals(Map.of(NAME, SECOND), built.current());
    }

    @Test
    void aPointerThatNamesNothingIsNoTemplate() throws IOException {
        built.admit(FIRST, tree("one"));
        Path pointer = home.templates().resolve("debian-12.current");
        for (String damaged : new String[] {"", "../../etc\n", "3333\n", "x".repeat(129)}) {
            Files.writeString(pointer, damaged);
            assertEquals(Map.of(), built.current(), damaged);
        }
        Files.writeString(home.templates().resolve("-bad-.current"), "1\n");
        assertEquals(Map.of(), built.current());
    }
}
