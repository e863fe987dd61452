package org.vzgit.reconciler.forge;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.text.Json;

/// Which forge, and how it wants to be told of commits.
enum Forge {
    GITHUB,
    GITLAB,
    GITEA,
    /// Anything that takes a JSON object with everything in it.
    GENERIC;

    static Optional<Forge> named(String word) {
        for (Forge forge : values()) {
            if (forge.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(forge);
            }
        }
        return Optional.empty();
    }

    /// @param project the address of the project in the forge's API, without a slash at its end
    URI address(String project, CommitStatus status) {
        return switch (this) {
            case GITHUB, GITLAB, GITEA -> URI.create(project + "/statuses/" + status.commit());
            case GENERIC -> URI.create(project);
        };
    }

    /// One JSON object.
    ///
    /// @param node which node says this: the status is one of its own beside those of others
    String body(CommitStatus status, String node) {
        String context = "vzgit/" + node;
        Json json = new Json().object();
        switch (this) {
            case GITHUB, GITEA ->
                    json.field("state", status.state().word()).field("context", context);
            case GITLAB -> json.field("state", gitlab(status.state())).field("name", context);
            case GENERIC ->
                    json.field("commit", status.commit())
                            .field("node", node)
                            .field("state", status.state().word())
                            .field("context", context);
        }
        return json.field("description", status.description()).endObject().text();
    }

    Map<String, String> headers(String token) {
        return switch (this) {
            case GITHUB ->
                    Map.of(
                            "Authorization",
                            "Bearer " + token,
                            "Accept",
                            "application/vnd.github+json",
                            "X-GitHub-Api-Version",
                            "2022-11-28");
            case GITLAB -> Map.of("PRIVATE-TOKEN", token);
            case GITEA -> Map.of("Authorization", "token " + token);
            case GENERIC -> Map.of("Authorization", "Bearer " + token);
        };
    }

    private static String gitlab(CommitState state) {
        return switch (state) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failed";
        };
    }
}
