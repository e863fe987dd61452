package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.DebRepository;
import org.vzgit.schema.PackageTrust;
import org.vzgit.schema.TemplateSpec.Source;

/// Installs Debian packages with mmdebstrap(1), which has apt(8) check the signatures.
final class DebInstall {
    /// Where a Debian keeps keys that count for one repository only (sources.list(5), Signed-By).
    private static final String KEYRINGS = "/etc/apt/keyrings/";

    /// A repository with the files of its keys.
    private record Line(DebRepository repository, List<Path> keys) {
        /// @param at where the keys are when the line is read
        String text(String at) {
            String options =
                    switch (repository.trust()) {
                        case PackageTrust.OfNode _ -> "";
                        case PackageTrust.Unsigned _ -> "[trusted=yes] ";
                        case PackageTrust.Keys _ -> "[signed-by=" + paths(at) + "] ";
                    };
            return "deb "
                    + options
                    + repository.mirror()
                    + " "
                    + repository.suite()
                    + " "
                    + String.join(" ", repository.components());
        }

        private String paths(String at) {
            return String.join(",", keys.stream().map(key -> at + key.getFileName()).toList());
        }
    }

    private final Source.Deb source;
    private final BuildSite site;
    private final List<Line> lines = new ArrayList<>();

    DebInstall(Source.Deb source, BuildSite site) {
        this.source = source;
        this.site = site;
    }

    void run(BuildProgram program) throws IOException, OperationFailure {
        for (DebRepository repository : source.repositories()) {
            String name = "vzgit-" + (lines.size() + 1);
            lines.add(
                    new Line(repository, SigningKeys.write(repository.trust(), site.work(), name)));
        }
        program.run(command(), _ -> {});
        if (!isPlain()) {
            writeSources();
        }
    }

    /// One archive with the node's keys: mmdebstrap knows how to write that down by itself.
    private boolean isPlain() {
        return source.repositories().size() == 1
                && source.repositories().getFirst().trust() instanceof PackageTrust.OfNode;
    }

    List<String> command() {
        DebRepository first = source.repositories().getFirst();
        List<String> command = new ArrayList<>(List.of("mmdebstrap", "--mode=root"));
        command.add("--variant=minbase");
        // A script of the document may have put files there before.
        command.add("--skip=check/empty");
        command.add("--components=" + String.join(",", first.components()));
        if (!source.architecture().isEmpty()) {
            command.add("--architectures=" + source.architecture());
        }
        if (!source.packages().isEmpty()) {
            command.add("--include=" + String.join(",", source.packages()));
        }
        if (!isPlain()) {
            // The directories above the keys are closed to apt's own user.
            command.add("--aptopt=APT::Sandbox::User \"root\"");
        }
        command.addAll(List.of(first.suite(), site.tree().toString()));
        if (isPlain()) {
            command.add(first.mirror());
        } else {
            lines.forEach(line -> command.add(line.text(site.work() + "/")));
        }
        return command;
    }

    /// Inside, the keys lie elsewhere than they did while it was built.
    private void writeSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        lines.forEach(line -> sources.append(line.text(KEYRINGS)).append('\n'));
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(site.tree())) {
            SecureDirectoryStream<Path> root = Beneath.secure(stream);
            Beneath.in(
                    root,
                    List.of("etc", "apt"),
                    apt -> Beneath.replace(apt, "sources.list", bytes(sources.toString())));
            // apt 2.4 and later bring the directory.
            Beneath.in(root, List.of("etc", "apt", "keyrings"), this::writeKeys);
        }
    }

    private void writeKeys(SecureDirectoryStream<Path> keyrings) throws IOException {
        for (Line line : lines) {
            for (Path key : line.keys()) {
                Beneath.replace(keyrings, key.getFileName().toString(), Files.readAllBytes(key));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
