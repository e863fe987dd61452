package org.vzgit.schema.document;

import java.util.List;
import org.vzgit.schema.DiagnosticCode;

/// A written value that its field does not take. Has no stack trace: it is an answer, not a fault.
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final DiagnosticCode code;
    private final String hint;

    /// Where below the field the offending part stands, as a JSON pointer; empty for all of it.
    private final String part;

    /// Findings at later parts of the same list.
    private final transient List<BadValue> more;

    private BadValue(
            DiagnosticCode code, String message, String hint, String part, List<BadValue> more) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
        this.part = part;
        this.more = more;
    }

    BadValue(DiagnosticCode code, String message, String hint) {
        this(code, message, hint, "", List.of());
    }

    BadValue(DiagnosticCode code, String message) {
        this(code, message, "", "", List.of());
    }

    /// The same finding, at a part of the value such as `/barrier` or `/0`.
    BadValue inPart(String pointer) {
        return new BadValue(code, message(), hint, pointer + part, more);
    }

    /// Several findings in one list as one answer.
    static BadValue all(List<BadValue> findings) {
        BadValue first = findings.getFirst();
        return new BadValue(
                first.code,
                first.message(),
                first.hint,
                first.part,
                findings.subList(1, findings.size()));
    }

    List<BadValue> more() {
        return more;
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
