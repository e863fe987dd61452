import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rewrites jars in place, so that the JVM (JDK 25.0.3) takes their classes into its AOT cache.
///
/// It leaves out two kinds. Classes of signed jars ("Skipping …: Signed JAR"), as JGit and Bouncy
/// Castle are: each command verified the signature of JGit's jar as well, some 200 ms before its
/// first line. Maven has compared the jar with its checksum; the signature goes. And classes
/// compiled for Java 6 or older ("Old class has been linked"), as those of picocli: they get stack
/// maps, the code stays as it is.
void main(String[] arguments) throws IOException {
    List<Path> jars = Stream.of(arguments).map(Path::of).toList();
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
    }
    // A class may extend one of another jar, as in ASM.
    try (URLClassLoader all = new URLClassLoader(urls)) {
        ClassFile modern = ClassFile.of(
                ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(all)));
        for (Path jar : jars) {
            if (isToBeRewritten(jar)) {
                rewrite(jar, modern);
            }
        }
    }
}

/// JAR File Specification, "Signed JAR File".
final Pattern signature = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

boolean isToBeRewritten(Path jar) throws IOException {
    try (JarFile in = new JarFile(jar.toFile(), false)) {
        for (JarEntry entry : in.stream().toList()) {
            if (signature.matcher(entry.getName()).matches() || isOld(entry, start(in, entry))) {
                return true;
            }
        }
        return false;
    }
}

byte[] start(JarFile in, JarEntry entry) throws IOException {
    try (InputStream content = in.getInputStream(entry)) {
        return content.readNBytes(8);
    }
}

void rewrite(Path jar, ClassFile modern) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    try (JarFile in = new JarFile(jar.toFile(), false);
            OutputStream file = Files.newOutputStream(part);
            JarOutputStream out = new JarOutputStream(file, unsigned(in.getManifest()))) {
        for (JarEntry entry : in.stream().filter(this::isKept).toList()) {
            byte[] content = in.getInputStream(entry).readAllBytes();
            out.putNextEntry(new JarEntry(entry.getName()));
            out.write(isOld(entry, content) ? modernise(modern, content) : content);
            out.closeEntry();
        }
    }
    Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
}

boolean isKept(JarEntry entry) {
    return !entry.isDirectory()
            && !entry.getName().equals(JarFile.MANIFEST_NAME)
            && !signature.matcher(entry.getName()).matches();
}

/// Without the digests, of which JGit's manifest has one for each class.
Manifest unsigned(Manifest manifest) {
    Manifest unsigned = new Manifest(manifest);
    for (Attributes attributes : unsigned.getEntries().values()) {
        attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
    }
    unsigned.getEntries().values().removeIf(Attributes::isEmpty);
    return unsigned;
}

/// Stack maps are compulsory from version 51 (Java 7) on (JVMS 4.10.1).
boolean isOld(JarEntry entry, byte[] content) {
    return entry.getName().endsWith(".class")
            && !entry.getName().endsWith("module-info.class")
            && content.length >= 8
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
