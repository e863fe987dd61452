package org.vzgit.reconciler.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Pages;
import org.vzgit.schema.document.DocumentKind;

/// The first files of a desired-state repository: a VE, a profile, this machine as a node, schemas
/// where editors find them, and a job for each commit.
public final class StarterTree {
    /// Where each file comes from among the resources, and where it goes.
    private record Part(String resource, String path) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part("README.md", "README.md"),
                    new Part("editorconfig", ".editorconfig"),
                    new Part("vscode-settings.json", ".vscode/settings.json"),
                    new Part("vscode-extensions.json", ".vscode/extensions.json"),
                    new Part("jetbrains-schemas.xml", ".idea/jsonSchemas.xml"),
                    new Part("pre-commit-config.yaml", ".pre-commit-config.yaml"),
                    new Part("profile.yaml", "profiles/basic.yaml"),
                    new Part("ve.yaml", "ve/web1.yaml"));

    /// Who runs a job for each commit.
    public enum Forge {
        GITHUB("github-actions.yaml", ".github/workflows/vzgit.yaml"),
        GITLAB("gitlab-ci.yaml", ".gitlab-ci.yml"),
        JENKINS("Jenkinsfile", "Jenkinsfile"),
        NONE("", "");

        private final String resource;
        private final String path;

        Forge(String resource, String path) {
            this.resource = resource;
            this.path = path;
        }
    }

    private StarterTree() {}

    public static AuthoredFiles of(NodeName node, HostSize host, Forge forge) {
        SortedMap<String, String> files = new TreeMap<>();
        for (Part part : PARTS) {
            files.put(part.path(), filled(part.resource(), node, host));
        }
        files.put("nodes/" + node + ".yaml", filled("node.yaml", node, host));
        if (forge != Forge.NONE) {
            files.put(forge.path, text(forge.resource));
        }
        for (DocumentKind kind : DocumentKind.values()) {
            files.put("schemas/" + kind.schemaName(), kind.schemaText());
        }
        return new AuthoredFiles(files, List.of());
    }

    private static String filled(String resource, NodeName node, HostSize host) {
        String text = text(resource);
        if (host.disk() == 0) {
            text = text.replaceFirst("(?m)^ +disk: @DISK@\n", "");
        }
        return text.replace("@NODE@", Yaml.text(node.value()))
                .replace("@CPUS@", Integer.toString(host.cpus()))
                .replace("@MEMORY@", size(host.memory()))
                .replace("@SWAP@", size(host.swap()))
                .replace("@DISK@", size(host.disk()));
    }

    private static String size(long bytes) {
        return Pages.ofBytes(bytes).text();
    }

    private static String text(String resource) {
        try (InputStream in = StarterTree.class.getResourceAsStream("starter/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the class path: starter/" + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("read starter/" + resource, failure);
        }
    }
}
