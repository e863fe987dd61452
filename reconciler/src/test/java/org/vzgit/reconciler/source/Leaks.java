package org.vzgit.reconciler.source;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks for secrets where none may be: as they are, in URLs, and as base64 at any offset, so also
/// behind any user name.
public final class Leaks {
    private final Map<String, String> forms = new TreeMap<>();

    public Leaks(String... secrets) {
        for (String secret : secrets) {
            forms.put(secret, secret + " as it is");
            forms.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), secret + " in a URL");
            for (int offset = 0; offset < 3; offset++) {
                byte[] bytes = ("x".repeat(offset) + secret).getBytes(StandardCharsets.UTF_8);
                String code = Base64.getEncoder().withoutPadding().encodeToString(bytes);
                // The first and the last characters depend on what stands beside the secret.
                forms.put(
                        code.substring(offset == 0 ? 0 : 4, code.length() - 2), secret + " coded");
            }
        }
    }

    /// What leaked; empty is good.
    public List<String> in(String where, String text) {
        return forms.entrySet().stream()
                .filter(form -> text.contains(form.getKey()))
                .map(form -> where + " has " + form.getValue())
                .toList();
    }

    /// In the names and the contents of all files, and in whatever links say.
    public List<String> below(Path directory, List<Path> allowed) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.filter(one -> !allowed.contains(one)).toList()) {
                String name = directory.relativize(path).toString();
                found.addAll(in("the name of " + name, name));
                if (Files.isRegularFile(path)) {
                    String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
                    found.addAll(in(name, text));
                }
            }
        }
        return found;
    }
}
