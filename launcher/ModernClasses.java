import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Rewrites a jar of old class files to this JDK's version, in place.
///
/// picocli 4.7.7 is compiled for Java 5. The JVM verifies such classes with its slow verifier and
/// leaves them out of the AOT cache ("Skipping …: Old class has been linked", JDK 25.0.3), which
/// makes every command wait about a quarter of a second longer. The code stays as it is; only stack
/// maps are added.
void main(String[] arguments) throws IOException {
    for (String argument : arguments) {
        rewrite(Path.of(argument));
    }
}

void rewrite(Path jar) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    try (JarFile in = new JarFile(jar.toFile());
            OutputStream file = Files.newOutputStream(part);
            JarOutputStream out = new JarOutputStream(file)) {
        ClassFile modern = ClassFile.of(
                ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(type -> open(in, type))
                                .orElse(ClassHierarchyResolver.defaultResolver())));
        for (JarEntry entry : in.stream().filter(e -> !e.isDirectory()).toList()) {
            byte[] content = in.getInputStream(entry).readAllBytes();
            out.putNextEntry(new JarEntry(entry.getName()));
            out.write(isOld(entry, content) ? modernise(modern, content) : content);
            out.closeEntry();
        }
    }
    Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
}

InputStream open(JarFile jar, ClassDesc type) {
    String name = type.descriptorString();
    try {
        JarEntry entry = jar.getJarEntry(name.substring(1, name.length() - 1) + ".class");
        return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
    }
}

/// Stack maps are compulsory from version 51 (Java 7) on (JVMS 4.10.1).
boolean isOld(JarEntry entry, byte[] content) {
    return entry.getName().endsWith(".class")
            && !entry.getName().endsWith("module-info.class")
            && content.length > 8
            && (content[7] & 0xff) < ClassFile.JAVA_7_VERSION;
}

byte[] modernise(ClassFile modern, byte[] content) {
    ClassTransform version =
            (builder, element) -> {
                if (element instanceof ClassFileVersion) {
                    builder.withVersion(ClassFile.JAVA_25_VERSION, 0);
                } else {
                    builder.with(element);
                }
            };
    // Element by element: an untouched body would be copied as bytes, without stack maps.
    ClassTransform bodies = ClassTransform.transformingMethodBodies((code, part) -> code.with(part));
    return modern.transformClass(modern.parse(content), version.andThen(bodies));
}
