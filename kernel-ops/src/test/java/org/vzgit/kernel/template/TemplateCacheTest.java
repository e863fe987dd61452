package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;

class TemplateCacheTest {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final TemplateName NAME = new TemplateName("busybox");

    @TempDir Path directory;
    private NodeHome home;
    private TemplateCache cache;

    @BeforeEach
    void openHome() {
        home = NodeHome.below(directory);
        cache = new TemplateCache(home, BUSYBOX);
    }

    private TemplateRef busybox() {
        TemplateRef template = cache.available().get(NAME);
        return template != null
                ? template
                : Assumptions.abort("this machine has no statically linked busybox");
    }

    @Test
    void aNewCacheIsEmpty() {
        assertEquals(Set.of(), cache.present());
    }

    @Test
    void aVersionIsADigestThatStaysTheSame() {
        TemplateRef template = busybox();
        assertTrue(template.version().matches("[0-9a-f]{16}"), template.version());
        assertEquals(template, new TemplateCache(home, BUSYBOX).available().get(NAME));
    }

    @Test
    void anotherBusyboxIsAnotherVersion() throws IOException {
        TemplateRef template = busybox();
        Path other = Files.copy(BUSYBOX, directory.resolve("busybox"));
        TemplateCache others = new TemplateCache(home, other);
        assertEquals(template, others.available().get(NAME));
        Files.write(other, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertNotEquals(template, others.available().get(NAME));
        assertEquals(1, others.available().size());
    }

    @Test
    void withoutABusyboxThatRunsAloneThereIsNoTemplate() throws IOException {
        assertTrue(new TemplateCache(home, directory.resolve("none")).available().isEmpty());
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
        assertTrue(new TemplateCache(home, script).available().isEmpty());
        Path empty = Files.createFile(directory.resolve("empty"));
        assertTrue(new TemplateCache(home, empty).available().isEmpty());
        assertTrue(new TemplateCache(home, Path.of("/bin/sh")).available().isEmpty());
    }

    @Test
    void aBuiltTemplateIsPresent() throws OperationFailure, IOException {
        TemplateRef template = busybox();
        cache.build(template);
        assertEquals(Set.of(template.text()), cache.present());
        assertEquals(List.of(), entries(home.trash()));
    }

    @Test
    void theTreeHasWhatAnInitNeeds() throws Exception {
        TemplateRef template = busybox();
        cache.build(template);
        Path root = home.template(template);
        assertEquals(Path.of("../bin/busybox"), Files.readSymbolicLink(root.resolve("sbin/init")));
        assertEquals(Path.of("busybox"), Files.readSymbolicLink(root.resolve("bin/sh")));
        assertFalse(Files.isSymbolicLink(root.resolve("bin/busybox")));
        assertEquals("rwxr-xr-x", mode(root.resolve("etc/rc")));
        assertEquals("rwx------", mode(root.resolve("root")));
        assertEquals("rw-------", mode(root.resolve("etc/shadow")));
        assertEquals(01777, (Integer) Files.getAttribute(root.resolve("tmp"), "unix:mode") & 07777);
        for (String mountPoint : List.of("dev", "proc", "sys")) {
            assertEquals(List.of(), entries(root.resolve(mountPoint)));
        }
    }

    @Test
    void everyLinkStaysInTheTree() throws Exception {
        TemplateRef template = busybox();
        cache.build(template);
        Path root = home.template(template);
        try (var files = Files.walk(root)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
                assertTrue(target.startsWith(root), link.toString());
                assertTrue(
                        target.startsWith(root.resolve("proc")) || Files.exists(target),
                        link.toString());
            }
        }
    }

    @Test
    void theScriptsAreScriptsThatItsShellUnderstands() throws Exception {
        TemplateRef template = busybox();
        cache.build(template);
        for (String script : List.of("etc/rc", "etc/rc.stop", "var/www/cgi-bin/index.cgi")) {
            Path path = home.template(template).resolve(script);
            Process check =
                    new ProcessBuilder(BUSYBOX.toString(), "sh", "-n", path.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, check.waitFor(), said);
        }
    }

    @Test
    void buildingAgainChangesNothing() throws Exception {
        TemplateRef template = busybox();
        cache.build(template);
        Files.writeString(home.template(template).resolve("etc/mark"), "kept");
        cache.build(template);
        assertTrue(Files.exists(home.template(template).resolve("etc/mark")));
    }

    @Test
    void aVersionThatCannotBeMadeHereAnyMoreIsGone() {
        busybox();
        TemplateRef old = new TemplateRef(NAME, "0123456789abcdef");
        var failure = assertThrows(OperationFailure.class, () -> cache.build(old));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals(Set.of(), cache.present());
    }

    @Test
    void buildersAtTheSameTimeMakeOneTemplate() throws Exception {
        TemplateRef template = busybox();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> builds = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                builds.add(
                        threads.submit(() -> {
                            new TemplateCache(home, BUSYBOX).build(template);
                            return true;
                        }));
            }
            for (Future<?> build : builds) {
                build.get();
            }
        }
        assertEquals(Set.of(template.text()), cache.present());
        assertEquals(List.of(), entries(home.trash()));
        assertTrue(
                Files.exists(
                        home.template(template).resolve("sbin/init"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void whatIsNotNamedLikeAVersionIsNotPresent() throws IOException {
        Files.createDirectories(home.templates().resolve("busybox"));
        Files.createDirectories(home.templates().resolve(".busybox@1"));
        assertEquals(Set.of(), cache.present());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> entries(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.sorted().toList();
        }
    }
}
