package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;

/// The template versions on a node: root trees owned by root, one directory each, never changed
/// once they are there.
///
/// Safe for several threads and processes: each builds aside, and the first rename wins.
public final class TemplateCache {
    private static final TemplateName BUSYBOX = new TemplateName("busybox");
    private static final Pattern ENTRY =
            Pattern.compile(TemplateName.SYNTAX.pattern() + "@[A-Za-z0-9.-]{1,64}");

    /// What a busybox binary was like when its version was computed: reading 2 MB at every pass to
    /// find the same version would be most of a pass.
    private record Known(FileTime changed, long size, Optional<TemplateRef> template) {}

    private final NodeHome home;
    private final Path busybox;
    private volatile Optional<Known> known = Optional.empty();

    /// @param busybox a statically linked busybox, what the built-in template is made from
    public TemplateCache(NodeHome home, Path busybox) {
        this.home = home;
        this.busybox = busybox;
    }

    /// The templates that VEs can be made from here, with the version that they would have: those
    /// that were built, and with a statically linked busybox the built-in one.
    ///
    /// @throws UncheckedIOException when busybox is there and cannot be read
    public SortedMap<TemplateName, TemplateRef> available() {
        SortedMap<TemplateName, TemplateRef> available = new TreeMap<>();
        try {
            available.putAll(new BuiltTemplates(home).current());
            builtIn().ifPresent(template -> available.put(template.name(), template));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return available;
    }

    /// The versions in the cache, as `name@version`.
    ///
    /// @throws UncheckedIOException when the cache cannot be listed
    public SortedSet<String> present() {
        SortedSet<String> present = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home.templates())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (ENTRY.matcher(name).matches()) {
                    present.add(name);
                }
            }
        } catch (NoSuchFileException _) {
            // Nothing was ever built here.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return present;
    }

    /// Makes a version. Success when it is there; [FailureKind#GONE] when busybox is no longer the
    /// one that the version was computed from.
    public void build(TemplateRef template) throws OperationFailure {
        try {
            if (isThere(template)) {
                return;
            }
            if (!builtIn().equals(Optional.of(template))) {
                throw new OperationFailure(
                        FailureKind.GONE,
                        "build template " + template.text() + ": " + busybox + " is another one");
            }
            buildAside(template);
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            throw new OperationFailure(
                    errno.kind(),
                    "build template " + template.text() + ": " + errno + " " + e.getMessage(),
                    e);
        }
    }

    private void buildAside(TemplateRef template) throws IOException {
        Files.createDirectories(home.templates());
        FileTree.makeClosed(home.trash());
        Path aside = home.trash().resolve(template.text() + "-" + UUID.randomUUID());
        try {
            BusyboxTree.make(aside, busybox);
            Files.move(aside, home.template(template), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTree.delete(aside);
            if (!isThere(template)) {
                throw e;
            }
        }
    }

    private boolean isThere(TemplateRef template) {
        return Files.isDirectory(home.template(template), LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<TemplateRef> builtIn() throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(busybox, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        FileTime changed = attributes.lastModifiedTime();
        Optional<Known> last = known;
        if (last.isPresent()
                && last.get().changed().equals(changed)
                && last.get().size() == attributes.size()) {
            return last.get().template();
        }
        Optional<TemplateRef> template = read();
        known = Optional.of(new Known(changed, attributes.size(), template));
        return template;
    }

    private Optional<TemplateRef> read() throws IOException {
        byte[] program = Files.readAllBytes(busybox);
        return StaticProgram.is(program)
                ? Optional.of(new TemplateRef(BUSYBOX, BusyboxTree.version(program)))
                : Optional.empty();
    }
}
