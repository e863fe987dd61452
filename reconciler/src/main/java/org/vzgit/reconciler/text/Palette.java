package org.vzgit.reconciler.text;

/// The colours of text output. Colour only repeats what a word or a sign says already, so that
/// nothing is lost without it.
public enum Palette {
    PLAIN,
    ANSI;

    public String danger(String text) {
        return wrap("31;1", text);
    }

    public String caution(String text) {
        return wrap("33", text);
    }

    public String calm(String text) {
        return wrap("32", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    /// SGR sequences (ECMA-48, 8.3.117). Empty text stays empty, so that nothing invisible is
    /// printed.
    private String wrap(String code, String text) {
        return switch (this) {
            case PLAIN -> text;
            case ANSI -> text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
        };
    }
}
