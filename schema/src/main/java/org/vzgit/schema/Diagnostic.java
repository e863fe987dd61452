package org.vzgit.schema;

/// One finding in a document.
///
/// @param code which rule, for `vzgit explain`
/// @param origin where the offending text begins
/// @param length how many characters the caret underlines, at least 1
/// @param message what is wrong, with the offending value
/// @param hint what to write instead, or empty
/// @param sourceLine the text of the line at `origin`, or empty when there is none
public record Diagnostic(
        DiagnosticCode code,
        Origin origin,
        int length,
        String message,
        String hint,
        String sourceLine)
        implements Comparable<Diagnostic> {

    public Severity severity() {
        return code.severity();
    }

    @Override
    public int compareTo(Diagnostic other) {
        int byOrigin = origin.compareTo(other.origin);
        int byCode = byOrigin != 0 ? byOrigin : code.compareTo(other.code);
        return byCode != 0 ? byCode : message.compareTo(other.message);
    }
}
