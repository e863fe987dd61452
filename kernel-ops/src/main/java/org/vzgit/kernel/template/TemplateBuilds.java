package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;

/// Builds templates from packages, tar files and stopped VEs. A version is named by its content, so
/// building again what has not changed gives the version that is there.
///
/// One process at a time; the caller holds the node.
public final class TemplateBuilds {
    private final NodeHome home;
    private final BuiltTemplates built;
    private final VeFiles ves;
    private final Consumer<String> progress;

    /// A version, and whether there was none like it before.
    public record Built(TemplateRef template, boolean fresh) {}

    /// @param progress takes what the programs say, line by line
    public TemplateBuilds(NodeHome home, VeFiles ves, Consumer<String> progress) {
        this.home = home;
        this.ves = ves;
        this.built = new BuiltTemplates(home);
        this.progress = progress;
    }

    /// Builds a template and makes it the one that new VEs begin as. VEs that are there keep the
    /// version that they stand on. [FailureKind#REJECTED] when a tar file is not the one that the
    /// document says; then, and at any other failure, the cache is as it was.
    public Built build(TemplateSpec spec) throws OperationFailure {
        return build(spec, Optional.empty());
    }

    /// @param from the VE that the template is made from, where its source is one
    public Built build(TemplateSpec spec, Optional<SourceVe> from) throws OperationFailure {
        String tried = "build template " + spec.name();
        Path tree = home.trash().resolve(spec.name() + "-" + UUID.randomUUID());
        try {
            FileTree.makeClosed(home.trash());
            BuildSite site = BuildSite.at(tree);
            try {
                fill(spec, from, site, new BuildProgram(tried, progress));
                return admit(spec, site.tree(), tried);
            } finally {
                site.delete();
            }
        } catch (IOException e) {
            throw failure(tried, e);
        }
    }

    /// Makes a tree without anything of one machine a version.
    private Built admit(TemplateSpec spec, Path tree, String tried)
            throws IOException, OperationFailure {
        TemplateTidy.tidy(tree);
        FirstBootKeys.provide(tree);
        TreeDevices.refuse(tree, tried);
        TreeInit.require(tree, spec.init(), tried);
        // The programs may have given the top other bits.
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
        TemplateRef template = new TemplateRef(spec.name(), TreeDigest.of(tree));
        return new Built(template, built.admit(template, tree));
    }

    private static OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(
                FileErrno.of(e).kind(), tried + ": " + FileErrno.of(e) + " " + e.getMessage(), e);
    }

    private void fill(
            TemplateSpec spec, Optional<SourceVe> from, BuildSite site, BuildProgram program)
            throws IOException, OperationFailure {
        TreeScript scripts = new TreeScript(site, spec.name(), spec.scripts());
        scripts.before(program);
        switch (spec.source()) {
            case Source.Deb packages -> new DebInstall(packages, site).run(program);
            case Source.Rpm packages -> new RpmInstall(packages, site).run(program);
            case Source.Archive archive -> new TarUnpack(archive, site.tree()).run(program);
            case Source.StoppedVe(var name) -> {
                SourceVe ve =
                        from.orElseThrow(() ->
                                new OperationFailure(
                                        FailureKind.GONE, program.tried() + ": no VE " + name));
                new VeTree(home.template(ve.template()), site).make(ve, ves, program);
            }
            case Source.Busybox _, Source.NotYet _ ->
                    throw new OperationFailure(
                            FailureKind.UNSUPPORTED,
                            program.tried() + ": its source is none of deb, rpm, tar and ve");
        }
        scripts.after(program);
        site.deleteScratch();
    }

    /// The versions that new VEs begin as, of templates that were built here.
    ///
    /// @throws UncheckedIOException when the cache cannot be read
    public SortedMap<TemplateName, TemplateRef> current() {
        try {
            return built.current();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a version. The caller has checked that no VE stands on it. Success when it is gone.
    public void remove(TemplateRef template) throws OperationFailure {
        try {
            FileTree.makeClosed(home.trash());
            built.remove(template, home.trash().resolve(template.text() + "-" + UUID.randomUUID()));
        } catch (IOException e) {
            throw failure("remove template " + template.text(), e);
        }
    }
}
