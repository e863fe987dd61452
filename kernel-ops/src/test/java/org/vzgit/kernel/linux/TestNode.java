package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// A node home of a test on the running kernel, with VEs that have no network, and nothing of it
/// left at the end.
final class TestNode {
    /// What a command in a VE did. Its errors are in its output, as a terminal would show them.
    record Said(int code, String output) {}

    private static final long FIRST_UID = 700_000_000;
    private static final long IDS = 65_536;

    /// Above half a minute; a distribution boots in two seconds on a busy machine.
    private static final int TRIES = 1000;

    private final Path directory;
    final NodeHome home;
    final LinuxKernel kernel;
    private final List<VeId> ves = new ArrayList<>();

    TestNode() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        directory = Files.createTempDirectory("vzgit-node");
        home = NodeHome.below(directory);
        kernel = LinuxKernel.open(home);
    }

    /// The built-in template, built.
    TemplateRef busybox() throws Exception {
        Optional<TemplateRef> template =
                Optional.ofNullable(kernel.observe().available().get(new TemplateName("busybox")));
        Assumptions.assumeTrue(template.isPresent(), "no static busybox on this machine");
        kernel.apply(new BuildTemplate(template.get()));
        return template.get();
    }

    /// A template of this name whose files are those of a directory elsewhere.
    TemplateRef template(String name, Path tree) throws IOException {
        TemplateRef template = new TemplateRef(new TemplateName(name), "test.1");
        Files.createDirectories(home.templates());
        if (!Files.isSymbolicLink(home.template(template))) {
            Files.createSymbolicLink(home.template(template), tree);
        }
        return template;
    }

    VeId create(int number, TemplateRef template) throws Exception {
        VeId veid = new VeId(number);
        ves.add(veid);
        OwnerMark mark =
                new OwnerMark(
                        "test",
                        new VeName("ve" + number),
                        template,
                        new Revision("0123456789abcdef", "alice"),
                        DeletionPolicy.DESTROY);
        kernel.apply(new CreatePrivateArea(veid, mark, uidBase(veid)));
        return veid;
    }

    /// A VE that the test has made by itself.
    void willRemove(VeId veid) {
        ves.add(veid);
    }

    VeId start(int number, TemplateRef template) throws Exception {
        VeId veid = create(number, template);
        start(veid, template);
        return veid;
    }

    void start(VeId veid, TemplateRef template) throws Exception {
        kernel.apply(new CreateCgroup(veid));
        kernel.apply(new Launch(veid, template, uidBase(veid), "ve" + veid));
        kernel.apply(new ReleaseInit(veid));
    }

    void stop(VeId veid, int patience) throws Exception {
        kernel.apply(new StopVe(veid, new Seconds(patience)));
    }

    /// As a home below /var/lib is: everybody may look into it, as far as it lets them.
    void openToAll() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static long uidBase(VeId veid) {
        return FIRST_UID + veid.value() % 1000 * IDS;
    }

    ObservedInit init(VeId veid) {
        return kernel.observe().ve(veid).init().toOptional().orElseThrow();
    }

    boolean runs(VeId veid) {
        return kernel.observe().ve(veid).init().toOptional().isPresent();
    }

    /// A file of the VE as the host has it.
    Path upper(VeId veid, String path) {
        return home.privateArea(veid).resolve("upper").resolve(path);
    }

    /// Puts a file into a VE that does not run, owned by its root as are the directories above.
    Path write(VeId veid, String path, String text) throws IOException {
        Path file = upper(veid, path);
        Path area = upper(veid, "");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path made = area;
        for (Path name : area.relativize(file)) {
            made = made.resolve(name);
            own(veid, made);
        }
        return file;
    }

    static void own(VeId veid, Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", (int) uidBase(veid), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", (int) uidBase(veid), LinkOption.NOFOLLOW_LINKS);
    }

    Said sh(VeId veid, String script) throws Exception {
        return run(veid, "sh", "-c", "exec 2>&1; " + script);
    }

    /// What a script said that must succeed.
    String told(VeId veid, String script) throws Exception {
        Said said = sh(veid, script);
        assertEquals(0, said.code(), script + ": " + said.output());
        return said.output();
    }

    Said run(VeId veid, String... words) throws Exception {
        return finish(kernel.start(veid, VeCommand.of(List.of(words), ExecStreams.READ)));
    }

    static Said finish(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        output += new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), output);
    }

    /// Waits until a script in the VE succeeds and gives what it said then.
    String await(VeId veid, String script) throws Exception {
        Said said = new Said(1, "");
        for (int i = 0; i < TRIES && said.code() != 0; i++) {
            said = sh(veid, script);
            Thread.sleep(20);
        }
        assertEquals(0, said.code(), script + ": " + said.output());
        return said.output();
    }

    void awaitEnd(VeId veid) throws Exception {
        for (int i = 0; i < TRIES && runs(veid); i++) {
            Thread.sleep(20);
        }
        assertEquals(false, runs(veid), "VE " + veid + " still runs");
    }

    void close() throws Exception {
        for (VeId veid : ves) {
            for (Operation operation :
                    List.of(
                            new StopVe(veid, new Seconds(0)),
                            new RemoveCgroup(veid),
                            new DestroyPrivateArea(veid))) {
                kernel.apply(operation);
            }
        }
        kernel.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
