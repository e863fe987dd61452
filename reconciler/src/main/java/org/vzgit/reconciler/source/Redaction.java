package org.vzgit.reconciler.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Takes what was sent to a server as proof out of what came back: reason phrases, redirects and
/// Git's own error lines are the server's to write, and some proxies echo the request into them.
public final class Redaction {
    /// Hides nothing: nothing was sent.
    public static final Redaction NONE = new Redaction(List.of());

    private static final String MARK = "[secret]";

    private final List<String> forms;

    private Redaction(List<String> forms) {
        this.forms = forms;
    }

    /// Hides a token as it is and as a URL has it.
    public static Redaction of(String token) {
        return new Redaction(longestFirst(plain(token)));
    }

    /// The same, and as HTTP's basic authentication has it (RFC 7617).
    public static Redaction basic(String user, String token) {
        byte[] pair = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
        // Without the padding, which some who echo it leave out.
        Stream<String> encoded =
                Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                        .map(encoder -> encoder.withoutPadding().encodeToString(pair));
        return new Redaction(longestFirst(Stream.concat(plain(token), encoded)));
    }

    private static Stream<String> plain(String token) {
        return Stream.of(token, URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    /// A form that has another in it is to go as a whole.
    private static List<String> longestFirst(Stream<String> forms) {
        return forms.distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /// The text without any form of the secret.
    public String hide(String text) {
        String hidden = text;
        for (String form : forms) {
            hidden = hidden.replace(form, MARK);
        }
        return hidden;
    }
}
