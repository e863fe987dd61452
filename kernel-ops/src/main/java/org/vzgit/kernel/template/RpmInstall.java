package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.RpmRepository;
import org.vzgit.schema.TemplateSpec.Source;

/// Installs rpm packages with the node's dnf(8), from outside of the tree, with nothing of the
/// node's own configuration.
final class RpmInstall {
    /// Scriptlets of packages expect devices and processes to be there.
    private static final String WITH_MOUNTS =
            "set -e; tree=$1; shift; " + TreeMounts.SHELL + "exec \"$@\"";

    private final Source.Rpm source;
    private final BuildSite site;

    RpmInstall(Source.Rpm source, BuildSite site) {
        this.source = source;
        this.site = site;
    }

    void run(BuildProgram program) throws IOException, OperationFailure {
        Files.writeString(configuration(), configurationText());
        // Debian's rpm has another place for its database, and no option of dnf names one.
        Files.writeString(
                site.work().resolve(".rpmmacros"), "%_dbpath " + source.database() + "\n");
        program.run(command(), _ -> {});
        deleteSharedMemory();
    }

    private Path configuration() {
        return site.work().resolve("dnf.conf");
    }

    List<String> command() {
        String tree = site.tree().toString();
        List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_MOUNTS, "sh", tree));
        command.addAll(List.of("env", "HOME=" + site.work(), "dnf", "--assumeyes", "--quiet"));
        command.addAll(List.of("--config=" + configuration(), "--installroot=" + tree));
        command.add("--releasever=" + source.release());
        if (!source.architecture().isEmpty()) {
            command.add("--forcearch=" + source.architecture());
        }
        command.add("install");
        command.addAll(source.packages());
        return command;
    }

    /// What dnf remembers goes where it is deleted: times would make each build another version.
    private String configurationText() throws IOException {
        StringBuilder text = new StringBuilder("[main]\n");
        for (String name : List.of("cachedir", "logdir", "persistdir")) {
            text.append(name + "=/" + BuildSite.SCRATCH + "/" + name + "\n");
        }
        for (String name : List.of("reposdir", "varsdir", "pluginconfpath")) {
            text.append(name + "=" + site.work() + "/none\n");
        }
        text.append("plugins=0\ninstall_weak_deps=0\nbest=1\nskip_if_unavailable=0\n");
        for (RpmRepository repository : source.repositories()) {
            text.append(section(repository));
        }
        return text.toString();
    }

    private String section(RpmRepository repository) throws IOException {
        String signed =
                switch (repository.trust()) {
                    case PackageTrust.Unsigned _ -> "gpgcheck=0\n";
                    case PackageTrust.Keys _, PackageTrust.OfNode _ -> "gpgcheck=1\n";
                };
        List<String> keys =
                SigningKeys.write(repository.trust(), site.work(), repository.name()).stream()
                        .map(key -> "file://" + key)
                        .toList();
        return "["
                + repository.name()
                + "]\nname="
                + repository.name()
                + "\nbaseurl="
                + repository.url()
                + "\n"
                + signed
                + (keys.isEmpty() ? "" : "gpgkey=" + String.join(" ", keys) + "\n");
    }

    /// SQLite's index of a journal, made anew from it whenever it is missing: what it holds depends
    /// on the moment.
    private void deleteSharedMemory() throws IOException {
        List<String> path =
                Arrays.stream(source.database().split("/")).filter(s -> !s.isEmpty()).toList();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(site.tree())) {
            Beneath.in(
                    Beneath.secure(stream),
                    path,
                    database -> Beneath.deleteFiles(database, name -> name.endsWith("-shm")));
        }
    }
}
