package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;

/// The templates that people have built on a node. A version is a directory that never changes,
/// named by its content; `NAME.current` says which one a new VE begins as.
record BuiltTemplates(NodeHome home) {
    private static final String CURRENT = ".current";

    /// A digest and a newline; anything larger was not written by us.
    private static final int POINTER_BYTES_MAX = 128;

    /// Makes a tree that lies on the same file system the current version. One that is there
    /// already keeps its files, and the new ones are left to the caller.
    ///
    /// @return whether there was no such version
    boolean admit(TemplateRef template, Path tree) throws IOException {
        Files.createDirectories(home.templates());
        boolean fresh = !isThere(template);
        if (fresh) {
            Files.move(tree, home.template(template), StandardCopyOption.ATOMIC_MOVE);
        }
        AtomicFile.replaceDurably(pointer(template.name()), template.version() + "\n");
        return fresh;
    }

    /// The versions that new VEs begin as.
    SortedMap<TemplateName, TemplateRef> current() throws IOException {
        SortedMap<TemplateName, TemplateRef> current = new TreeMap<>();
        try (DirectoryStream<Path> pointers =
                Files.newDirectoryStream(home.templates(), "*" + CURRENT)) {
            for (Path pointer : pointers) {
                String file = pointer.getFileName().toString();
                String name = file.substring(0, file.length() - CURRENT.length());
                if (TemplateName.SYNTAX.matcher(name).matches()) {
                    read(new TemplateName(name))
                            .ifPresent(template -> current.put(template.name(), template));
                }
            }
        } catch (NoSuchFileException _) {
            // Nothing was ever built here.
        }
        return current;
    }

    /// Nothing when it names no version that is there: new VEs are refused then, by name.
    private Optional<TemplateRef> read(TemplateName name) throws IOException {
        Path pointer = pointer(name);
        if (Files.size(pointer) > POINTER_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            TemplateRef template = new TemplateRef(name, Files.readString(pointer).strip());
            return Optional.of(template).filter(this::isThere);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Takes a version out of the cache at once; its files are unlinked after that. Success when it
    /// is not there.
    void remove(TemplateRef template, Path trash) throws IOException {
        if (Optional.of(template).equals(Optional.ofNullable(current().get(template.name())))) {
            Files.delete(pointer(template.name()));
        }
        if (isThere(template)) {
            Files.move(home.template(template), trash, StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(trash);
        }
    }

    boolean isThere(TemplateRef template) {
        return Files.isDirectory(home.template(template), LinkOption.NOFOLLOW_LINKS);
    }

    private Path pointer(TemplateName name) {
        return home.templates().resolve(name + CURRENT);
    }
}
