package org.vzgit.schema;

import java.util.Arrays;
import java.util.Optional;

/// Every rule that a document can break. Numbers are stable: 1xxx one document, 2xxx between
/// documents (21xx bounds of a VE that do not fit together, 22xx what does not fit on a node), 3xxx
/// advice (31xx and 32xx the same, where nothing breaks). `vzgit explain VZnnnn` prints the text.
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
    CONF_SYNTAX(
            1030,
            Severity.ERROR,
            "OpenVZ configuration syntax",
            "Lines are NAME=\"value\" or comments, as vzctl reads them. Nothing is run, so what a"
                    + " shell would fill in cannot be imported; all other lines are."),
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
    NODE_CYCLE(
            2011,
            Severity.ERROR,
            "nodes wait for each other",
            "A node that comes after itself, over others or not, would never take a commit."),
    UNKNOWN_SCRIPT(
            2012,
            Severity.ERROR,
            "script not in this revision",
            "Action scripts are read from the revision that has the document, from files in a"
                    + " directory scripts that end in the name of the action."),
    BAD_SCRIPT(
            2013,
            Severity.ERROR,
            "script that cannot be run",
            "An action script begins with #!/ and its interpreter, has at most 64 KiB and no NUL"
                    + " character."),
    NOT_SUPPORTED_YET(
            3001,
            Severity.WARNING,
            "not supported yet",
            "The field has its place but is not carried out yet; a VE that uses it is refused at"
                    + " plan time."),
    BOUND_NOT_KEPT(
            3040,
            Severity.WARNING,
            "bound that this node does not keep",
            "The VE relies on a limit that the node only counts, or bounds process by process, or"
                    + " does not know. `vzgit ubc --levels` shows how well it does each."),
    CONF_NOT_CARRIED(
            3030,
            Severity.WARNING,
            "not imported",
            "A setting of OpenVZ has no place in the documents that were written, or a value that"
                    + " no document takes. Whoever needs it has to find another way."),
    CONF_CHANGED(
            3031,
            Severity.WARNING,
            "imported in another form",
            "A setting was written differently, with the meaning that vzctl gives it."),
    CONF_DUPLICATE(
            3032,
            Severity.WARNING,
            "set twice",
            "Of two lines with one name vzctl takes the first; so does the import."),
    UNKNOWN_PREDECESSOR(
            3035,
            Severity.WARNING,
            "comes after nobody",
            "A VE that is named under after does not exist, so its change waits for nothing."),
    UNKNOWN_CLONE_SOURCE(
            3036,
            Severity.WARNING,
            "clone of nobody",
            "A VE that is named under cloneOf does not exist. A clone that is there already does"
                    + " not need it any more; one that is still to be made does."),
    SUBMODULE_NOT_READ(
            3020,
            Severity.WARNING,
            "submodule",
            "Documents inside a submodule belong to another repository and are not read."),
    UBC_INCOMPLETE(
            3101,
            Severity.WARNING,
            "beancounters missing",
            "OpenVZ needs 15 beancounters of a VE without vswap; one that is missing is bounded by"
                    + " nobody, and the node's commitment has no end. vzcfgvalidate: Error."),
    BOUNDS_DIFFER(
            3102,
            Severity.WARNING,
            "barrier and limit differ",
            "The kernel tests only one of the two bounds of this beancounter, so the other one"
                    + " promises what it cannot keep. vzcfgvalidate: Error."),
    GUARANTEE_LIMITED(
            3103,
            Severity.WARNING,
            "limit of a guarantee",
            "vmguarpages and oomguarpages guarantee their barrier; their limit means nothing and is"
                    + " unlimited in OpenVZ. vzcfgvalidate: Error."),
    BARRIER_UNUSED(
            3104,
            Severity.WARNING,
            "barrier that means nothing",
            "physpages and swappages bound by their limit only; OpenVZ's tools write the barrier as"
                    + " 0. vzcfgvalidate: Error."),
    DCACHE_BELOW_FILES(
            3105,
            Severity.WARNING,
            "dcachesize too small for numfile",
            "Each open file pins about 384 bytes of directory cache: the limit of dcachesize has to"
                    + " cover numfile of them. vzcfgvalidate: Warning."),
    KMEM_BELOW_PROCESSES(
            2101,
            Severity.ERROR,
            "kmemsize too small",
            "A process takes about 40 KB of kernel memory: the barrier of kmemsize has to cover the"
                    + " usual number of processes and the whole dcachesize, else fork, open and"
                    + " socket fail with ENOMEM. vzcfgvalidate: Error."),
    GUARANTEE_ABOVE_CAP(
            3106,
            Severity.WARNING,
            "guarantee above the cap",
            "vmguarpages guarantees more memory than privvmpages lets the VE allocate."
                    + " vzcfgvalidate: Warning."),
    SEND_BUFFER_GAP(
            2102,
            Severity.ERROR,
            "send buffers too close to their limit",
            "Between barrier and limit every socket needs room for one segment of 2.5 KB, else"
                    + " connections hang. vzcfgvalidate: Error."),
    RECEIVE_BUFFER_GAP(
            3107,
            Severity.WARNING,
            "receive buffers too close to their limit",
            "Between barrier and limit every socket needs room for one segment of 2.5 KB, else"
                    + " packets are dropped. vzcfgvalidate: Warning."),
    TCP_BUFFER_SMALL(
            3108,
            Severity.WARNING,
            "TCP buffer below one window",
            "The barriers of tcpsndbuf and tcprcvbuf should hold one full window of 64 KB."
                    + " vzcfgvalidate: Warning."),
    DATAGRAM_BUFFER_SMALL(
            3109,
            Severity.WARNING,
            "datagram buffer too small",
            "The barriers of dgramrcvbuf and othersockbuf should hold one datagram of 32 KB."
                    + " vzcfgvalidate: Warning."),
    DATAGRAM_BUFFER_LOW(
            3110,
            Severity.WARNING,
            "datagram buffer below the recommendation",
            "129 KB of dgramrcvbuf and othersockbuf carry NFS and other large datagrams."
                    + " vzcfgvalidate: Recommendation."),
    FILES_BELOW_PROCESSES(
            3111,
            Severity.WARNING,
            "numfile too small",
            "A process has about 32 files open, and every socket and pty is a file too."
                    + " vzcfgvalidate: Warning."),
    SWAP_MISSING(
            3112,
            Severity.WARNING,
            "RAM without swap",
            "A VE with a limit of RAM has swap without a bound; OpenVZ demands swappages in this"
                    + " case, 0 for none. vzcfgvalidate: Error."),
    MORE_THAN_THE_NODE(
            3113,
            Severity.WARNING,
            "more than the node has",
            "One VE alone may have more RAM or swap than its node. vzcfgvalidate: Warning."),
    NODE_OVERCOMMITTED(
            3201,
            Severity.WARNING,
            "node promises too much",
            "All VEs of a node together are above what its overcommit policy, or OpenVZ's guidance"
                    + " where there is none, calls safe."),
    NODE_OVERCOMMIT_DENIED(
            2201,
            Severity.ERROR,
            "node promises more than its policy allows",
            "All VEs of a node together are above a deny threshold of its overcommit policy."),
    BAD_THRESHOLD(
            1013,
            Severity.ERROR,
            "thresholds in the wrong order",
            "A policy that denies before it warns would never warn.");

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
