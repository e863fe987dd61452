package org.vzgit.schema;

import java.util.Arrays;
import java.util.Optional;

/// Every rule that a document can break. Numbers are stable: 1xxx one document, 2xxx between
/// documents, 3xxx advice. `vzgit explain VZnnnn` prints the text.
public enum DiagnosticCode {
    SYNTAX(
            1001,
            Severity.ERROR,
            "YAML syntax",
            "The text is not YAML 1.2, so nothing in this file can be read."),
    DUPLICATE_KEY(
            1002,
            Severity.ERROR,
            "duplicate key",
            "A mapping has the same key twice; only one could win."),
    UNKNOWN_FIELD(
            1003,
            Severity.ERROR,
            "unknown field",
            "No field of this name exists here; see `vzgit schema`."),
    WRONG_TYPE(
            1004,
            Severity.ERROR,
            "wrong type",
            "The field wants another kind of value, e.g. a list."),
    WRONG_UNIT(
            1005,
            Severity.ERROR,
            "wrong unit",
            "One suffix of K, M, G, T (x1024), P (pages) or B; counts take none."),
    OUT_OF_RANGE(
            1006,
            Severity.ERROR,
            "out of range",
            "The value is outside what OpenVZ and the kernel accept."),
    BARRIER_ABOVE_LIMIT(
            1007, Severity.ERROR, "barrier above limit", "A barrier is the softer, lower bound."),
    MISSING_FIELD(
            1008,
            Severity.ERROR,
            "missing field",
            "The document cannot be used without this field."),
    BAD_VALUE(
            1009,
            Severity.ERROR,
            "bad value",
            "The text does not have the form that the field wants."),
    TOO_LARGE(
            1010,
            Severity.ERROR,
            "document too large",
            "Documents have bounds, so that no commit can exhaust a node."),
    UNKNOWN_KIND(
            1011,
            Severity.ERROR,
            "unknown kind",
            "Kinds are VE, Profile, Node and Template, of apiVersion vzgit/v1."),
    CONFLICT(
            1012,
            Severity.ERROR,
            "two fields for one bound",
            "memory.ram and beancounters.physpages are the same bound, and so are memory.swap and"
                    + " beancounters.swappages; one document may write only one of each."),
    NOT_TEXT(
            1020,
            Severity.ERROR,
            "not UTF-8 text",
            "A file has bytes that are not UTF-8; guessing them would change values."),
    LINK_NOT_FOLLOWED(
            1021,
            Severity.ERROR,
            "symbolic link",
            "Links are not followed: they could lead out of the repository. Commit the file."),
    BAD_PATH(
            1022,
            Severity.ERROR,
            "path not usable",
            "The path is too long, too deep, or has characters that could harm a terminal."),
    DUPLICATE_VEID(2001, Severity.ERROR, "duplicate veid", "A veid is the identity of one VE."),
    DUPLICATE_NAME(
            2002,
            Severity.ERROR,
            "duplicate name",
            "Two documents of one kind have the same metadata.name."),
    DUPLICATE_ADDRESS(
            2003,
            Severity.ERROR,
            "duplicate address",
            "Two VEs would answer for the same address."),
    UNKNOWN_PROFILE(
            2004, Severity.ERROR, "unknown profile", "No document of kind Profile has this name."),
    UNKNOWN_TEMPLATE(
            2005,
            Severity.ERROR,
            "unknown template",
            "No Template document or built-in has this name."),
    PROFILE_CYCLE(
            2006,
            Severity.ERROR,
            "profile cycle",
            "A profile reaches itself through its own profiles."),
    TWO_NODES(
            2007,
            Severity.ERROR,
            "two nodes claim one VE",
            "A node selector must match exactly one node."),
    UNKNOWN_NODE(2008, Severity.ERROR, "unknown node", "No document of kind Node matches."),
    ADDRESS_OUTSIDE_POOLS(
            2009,
            Severity.ERROR,
            "address outside the node's pools",
            "The node has addressPools, and none of them holds this address."),
    CPU_COUNT_UNKNOWN(
            2010,
            Severity.ERROR,
            "share of a node of unknown size",
            "A cpu.limit with a percent sign is a share of the whole node, so the Node document"
                    + " must say capacity.cpus; a bare number is in percent of one CPU."),
    NOT_SUPPORTED_YET(
            3001,
            Severity.WARNING,
            "not supported yet",
            "The field has its place but is not carried out yet; a VE that uses it is refused at"
                    + " plan time."),
    UNKNOWN_PREDECESSOR(
            3030,
            Severity.WARNING,
            "comes after nobody",
            "A VE that is named under after does not exist, so its change waits for nothing."),
    SUBMODULE_NOT_READ(
            3020,
            Severity.WARNING,
            "submodule",
            "Documents inside a submodule belong to another repository and are not read.");

    private final int number;
    private final Severity severity;
    private final String title;
    private final String explanation;

    DiagnosticCode(int number, Severity severity, String title, String explanation) {
        this.number = number;
        this.severity = severity;
        this.title = title;
        this.explanation = explanation;
    }

    /// The code that people see, for example `VZ1003`.
    public String id() {
        return "VZ" + number;
    }

    public Severity severity() {
        return severity;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }

    public static Optional<DiagnosticCode> of(String id) {
        return Arrays.stream(values()).filter(code -> code.id().equalsIgnoreCase(id)).findFirst();
    }
}
