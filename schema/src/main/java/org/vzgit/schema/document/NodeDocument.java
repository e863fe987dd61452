package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.FreezeWindow;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSafety;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.NodeSupply.AddressPool;
import org.vzgit.schema.RemovalBudget;
import org.vzgit.schema.Rollout.Predecessor;
import org.vzgit.schema.UidRange;
import tools.jackson.databind.JsonNode;

/// Reads a document of kind Node whose shape the schema check has approved.
final class NodeDocument {
    private static final String UID_RANGE = "/spec/uidRange";
    private static final String BUDGET = "/spec/removalBudget";
    private static final String FREEZE = "/spec/freeze";
    private static final String POOLS = "/spec/addressPools";
    static final String AFTER = "/spec/after";

    private final Document document;
    private final Findings findings;
    private boolean sound = true;

    private NodeDocument(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    /// The node, or empty when one of its values is wrong, which is then among the findings.
    static Optional<NodeSpec> read(Document document, Findings findings) {
        return new NodeDocument(document, findings).read();
    }

    private Optional<NodeSpec> read() {
        NodeCapacity capacity = new NodeCapacity(document, this::wrong);
        NodeSupply supply = new NodeSupply(uidRange(), capacity.read(), pools(), diskLayout());
        NodeSafety safety = new NodeSafety(removalBudget(), freezeWindows(), after());
        return sound
                ? Optional.of(
                        new NodeSpec(
                                new NodeName(Names.of(document).orElseThrow()),
                                Labels.of(document.json("/metadata/labels")),
                                supply,
                                safety,
                                document.origin()))
                : Optional.empty();
    }

    private UidRange uidRange() {
        if (document.place(UID_RANGE).isEmpty()) {
            return UidRange.DEFAULT;
        }
        try {
            return new UidRange(
                    document.json(UID_RANGE + "/first").asLong(UidRange.DEFAULT.first()),
                    document.json(UID_RANGE + "/blocks").asInt(UidRange.DEFAULT.blocks()));
        } catch (IllegalArgumentException e) {
            wrong(
                    UID_RANGE,
                    new BadValue(DiagnosticCode.OUT_OF_RANGE, String.valueOf(e.getMessage())));
            return UidRange.DEFAULT;
        }
    }

    private List<AddressPool> pools() {
        List<AddressPool> pools = new ArrayList<>();
        for (int i = 0; i < document.json(POOLS).size(); i++) {
            String pointer = POOLS + "/" + i;
            String text = document.text(pointer).orElse("");
            try {
                pools.add(AddressPool.parse(text));
            } catch (IllegalArgumentException _) {
                wrong(
                        pointer,
                        new BadValue(
                                DiagnosticCode.BAD_VALUE,
                                Quantity.quote(text) + " is not a range of addresses",
                                "for example 10.101.0.0/16"));
            }
        }
        return pools;
    }

    /// The schema check has let nothing but the words of the enum through.
    private DiskLayout diskLayout() {
        return document.text("/spec/disk/layout")
                .map(word -> DiskLayout.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(DiskLayout.AUTO);
    }

    private RemovalBudget removalBudget() {
        JsonNode json = document.json(BUDGET);
        if (json.isMissingNode()) {
            return RemovalBudget.DEFAULT;
        }
        try {
            // A share is the only text that the schema lets through.
            String text = json.asString("");
            return json.isString()
                    ? new RemovalBudget(
                            Integer.parseInt(text.substring(0, text.length() - 1)), true)
                    : RemovalBudget.of(json.asInt());
        } catch (IllegalArgumentException e) {
            wrong(
                    BUDGET,
                    new BadValue(DiagnosticCode.OUT_OF_RANGE, String.valueOf(e.getMessage())));
            return RemovalBudget.DEFAULT;
        }
    }

    private List<FreezeWindow> freezeWindows() {
        List<FreezeWindow> windows = new ArrayList<>();
        for (int i = 0; i < document.json(FREEZE).size(); i++) {
            String pointer = FREEZE + "/" + i;
            try {
                windows.add(FreezeSyntax.read(document.json(pointer)));
            } catch (BadValue e) {
                wrong(pointer, e);
            }
        }
        return windows;
    }

    private List<Predecessor> after() {
        List<Predecessor> after = new ArrayList<>();
        for (int i = 0; i < document.json(AFTER).size(); i++) {
            String pointer = AFTER + "/" + i;
            String text = document.text(pointer).orElse("");
            Predecessor before = Predecessor.parse(text);
            if (before.value().isPresent() || NodeName.SYNTAX.matcher(text).matches()) {
                after.add(before);
            } else {
                wrong(
                        pointer,
                        new BadValue(
                                DiagnosticCode.BAD_VALUE,
                                Quantity.quote(text) + " is no name of a node",
                                "for example hn1, or \"rack=a\" for all nodes with that label"));
            }
        }
        return after;
    }

    private void wrong(String pointer, BadValue e) {
        sound = false;
        findings.add(
                e.code(),
                document.span(pointer),
                Pointer.spoken(pointer) + " " + e.message(),
                e.hint());
    }
}
