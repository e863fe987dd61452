package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// `network.interfaces`: a list of mappings, each kept in OpenVZ's form of one text.
final class NetifSyntax {
    /// Which VE it is does not change whether a value is usable.
    private static final VeId ANY = new VeId(VeId.MIN);

    private NetifSyntax() {}

    static FieldValue read(Written written) throws BadValue {
        List<String> texts = new ArrayList<>();
        List<BadValue> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Written> items = written.items();
        for (int i = 0; i < items.size(); i++) {
            try {
                texts.add(item(items.get(i), names));
            } catch (BadValue e) {
                findings.add(e.inPart("/" + i));
            }
        }
        if (!findings.isEmpty()) {
            throw BadValue.all(findings);
        }
        return new FieldValue.Words(texts);
    }

    private static String item(Written item, Set<String> names) throws BadValue {
        Map<String, String> entries = new TreeMap<>();
        StringJoiner text = new StringJoiner(",");
        for (String key : NetInterface.KEYS) {
            if (item.json().has(key)) {
                entries.put(key, item.text(key));
                text.add(key + "=" + item.text(key));
            }
        }
        NetInterface read = interfaceOf(entries);
        // No link has a space in its name: the two kinds of names cannot be taken for each other.
        if (!names.add("inside " + read.name()) || !names.add("host " + read.hostName())) {
            throw new BadValue(
                    DiagnosticCode.CONFLICT,
                    "has a second interface " + read.name() + " or " + read.hostName());
        }
        return text.toString();
    }

    private static NetInterface interfaceOf(Map<String, String> entries) throws BadValue {
        try {
            return NetInterface.of(entries, ANY);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    DiagnosticCode.BAD_VALUE,
                    String.valueOf(e.getMessage()),
                    "for example {ifname: eth1, bridge: br0}");
        }
    }
}
