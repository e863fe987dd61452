package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateScripts;

/// Runs a document's script in the tree that is being built, as root of its files and of nothing
/// else: it sees no other file and no process of the node, cannot mount, makes no devices, has no
/// network unless the document says so, and ends in time with all that it has started.
final class TreeScript {
    /// What is left to it: giving files away, and programs that drop their own rights.
    private static final String KEPT =
            "cap_chown,cap_dac_override,cap_fowner,cap_fsetid,cap_setgid,cap_setuid,cap_setfcap,"
                    + "cap_kill";

    /// The node's static busybox, on a file system that goes with the namespace: before there are
    /// packages nothing else can run.
    private static final String TOOLS =
            "mkdir -p \"$tree/.vzgit\"; mount -t tmpfs -o size=16m,mode=755 tools"
                    + " \"$tree/.vzgit\"; cp \"$(command -v busybox)\" \"$tree/.vzgit/busybox\";"
                    + " ln -s busybox \"$tree/.vzgit/sh\"; ";

    private static final String INSTALL_TOOLS =
            "/.vzgit/busybox --install -s /.vzgit; export PATH=/.vzgit; ";

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final BuildSite site;
    private final TemplateName template;
    private final TemplateScripts scripts;

    TreeScript(BuildSite site, TemplateName template, TemplateScripts scripts) {
        this.site = site;
        this.template = template;
        this.scripts = scripts;
    }

    /// Before anything is installed.
    void before(BuildProgram program) throws IOException, OperationFailure {
        run(scripts.preInstall(), "preInstall", program);
    }

    /// When everything is.
    void after(BuildProgram program) throws IOException, OperationFailure {
        run(scripts.postInstall(), "postInstall", program);
    }

    private void run(String script, String name, BuildProgram program)
            throws IOException, OperationFailure {
        if (script.isEmpty()) {
            return;
        }
        if (scripts.network()) {
            bringResolver();
        }
        boolean bare = name.equals("preInstall");
        String shell = bare ? "/.vzgit/sh" : "/bin/sh";
        new BuildProgram(program.tried() + ": script " + name, program.progress())
                .run(
                        List.of(
                                "sh",
                                "-c",
                                enter(bare ? TOOLS : "", shell),
                                "sh",
                                site.tree().toString(),
                                template.value(),
                                (bare ? INSTALL_TOOLS : "") + script),
                        new BuildProgram.Bounds(
                                scripts.network(), Duration.ofSeconds(scripts.timeout().value())),
                        _ -> {});
    }

    /// chroot(2) alone would hold nobody who may call it again: capsh(1) gives that up after it.
    private static String enter(String tools, String shell) {
        return "set -e; tree=$1; "
                + TreeMounts.SHELL
                + tools
                + "mount -o remount,ro \"$tree/dev\"; exec env -i PATH="
                + PATH
                + " HOME=/root LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=0 TEMPLATE=\"$2\" capsh"
                + " --no-new-privs --chroot=\"$tree\" --drop=\"$(capsh --print | sed -n"
                + " 's/^Bounding set =//p' | tr , '\\n' | grep -vxF \"$(echo "
                + KEPT
                + " | tr , '\\n')\" | paste -sd, -)\" --shell="
                + shell
                + " -- -ec \"$3\" </dev/null";
    }

    /// A name server is found by the node's file; the tidying takes it out again.
    private void bringResolver() throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(site.tree())) {
            byte[] resolver = Files.readAllBytes(Path.of("/etc/resolv.conf"));
            Beneath.in(
                    Beneath.secure(stream),
                    "etc",
                    etc -> Beneath.replace(etc, "resolv.conf", resolver));
        }
    }
}
