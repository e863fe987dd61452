package org.vzgit.reconciler.review;

import org.vzgit.reconciler.text.SafeText;

/// Text of unknown origin inside GitHub Flavored Markdown and its relatives.
final class Markdown {
    /// Every ASCII sign that could begin markup, end a table cell, or name a person or an issue.
    private static final String MEANINGFUL = "\\`*_{}[]<>()#|~&@!\"'$";

    private Markdown() {}

    /// Signs become character references: those are never markup (CommonMark 2.5), where a
    /// backslash would not help inside a table or a tag.
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        SafeText.of(text)
                .codePoints()
                .forEach(c -> {
                    if (MEANINGFUL.indexOf(c) >= 0) {
                        escaped.append("&#").append(c).append(';');
                    } else {
                        escaped.append(c == '\t' ? " " : Character.toString(c));
                    }
                });
        return escaped.toString();
    }

    /// In a fixed font. As a tag and not between backticks, of which the text may have any number;
    /// forges link neither people nor issues inside it.
    static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    /// Inside `<!-- -->`: only what can end neither the comment nor the line.
    static String comment(String text) {
        return text.replaceAll("[^A-Za-z0-9_.,/+]", "_");
    }
}
