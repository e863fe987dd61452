package org.vzgit.schema.document;

import org.vzgit.schema.DiagnosticCode;

/// A written value that its field does not take. Has no stack trace: it is an answer, not a fault.
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final DiagnosticCode code;
    private final String hint;

    /// Where below the field the offending part stands, as a JSON pointer; empty for all of it.
    private final String part;

    private BadValue(DiagnosticCode code, String message, String hint, String part) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
        this.part = part;
    }

    BadValue(DiagnosticCode code, String message, String hint) {
        this(code, message, hint, "");
    }

    BadValue(DiagnosticCode code, String message) {
        this(code, message, "", "");
    }

    /// The same finding, at a part of the value such as `/barrier` or `/0`.
    BadValue inPart(String pointer) {
        return new BadValue(code, message(), hint, pointer + part);
    }

    DiagnosticCode code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }

    String part() {
        return part;
    }
}
