package org.vzgit.reconciler.authoring;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeField;

/// The variables of OpenVZ's configuration files that have a field here, with the form of their
/// values (vzctl 4.11 `lib/config.c`; vzctl 7 for those that classic vzctl does not know).
///
/// @param shape how the value becomes YAML
record ConfVariable(VeField field, Shape shape) {
    enum Shape {
        /// Taken as it stands: both sides read it with the same units.
        VALUE,
        TEXT,
        /// Words with blanks or commas between them.
        WORDS,
        /// Addresses, whose prefix lengths of one address mean nothing.
        ADDRESSES,
        /// `name:on name:off`.
        SWITCHES,
        /// `ifname=eth0,bridge=vmbr0;ifname=eth1`.
        INTERFACES
    }

    private static final Map<String, ConfVariable> BY_NAME = table();

    static Optional<ConfVariable> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, ConfVariable> table() {
        Map<String, ConfVariable> table = new HashMap<>();
        for (VeField field : VeField.values()) {
            table.put(variable(field), new ConfVariable(field, shape(field)));
        }
        Arrays.stream(Beancounter.values())
                .forEach(b ->
                        table.put(
                                b.name(),
                                new ConfVariable(
                                        VeField.at("beancounters." + b.key()).orElseThrow(),
                                        Shape.VALUE)));
        table.put("DCACHE", new ConfVariable(VeField.DCACHESIZE, Shape.VALUE));
        table.put("IPTENTRIES", new ConfVariable(VeField.NUMIPTENT, Shape.VALUE));
        table.put("VMMGUARPAGES", new ConfVariable(VeField.VMGUARPAGES, Shape.VALUE));
        table.remove("");
        return Collections.unmodifiableMap(table);
    }

    /// The name in capitals, but where history gave another one.
    private static String variable(VeField field) {
        return switch (field) {
            case VEID, NODE, TEMPLATE, PROFILES, STATE, DELETION, ACTION_SCRIPTS -> "";
            case MEMORY_RAM, MEMORY_SWAP, USERPASSWD -> "";
            case ROOT -> "VE_ROOT";
            case PRIVATE -> "VE_PRIVATE";
            case NETWORK_ADDRESSES -> "IP_ADDRESS";
            case NETWORK_INTERFACES -> "NETIF";
            case DISK_QUOTA -> "DISK_QUOTA";
            case PCI -> "PCI";
            case NETDEV -> "NETDEV";
            case BINDMOUNTS -> "BINDMOUNT";
            default -> field.option().toUpperCase(Locale.ROOT).replace('-', '_');
        };
    }

    private static Shape shape(VeField field) {
        return switch (field) {
            case HOSTNAME, DESCRIPTION, ROOT, PRIVATE, MEMINFO, NETWORK_GW, NETWORK_GW6 ->
                    Shape.TEXT;
            case NETWORK_ADDRESSES -> Shape.ADDRESSES;
            case NETWORK_INTERFACES -> Shape.INTERFACES;
            case CAPABILITY, FEATURES -> Shape.SWITCHES;
            case NETWORK_NAMESERVERS,
                    NETWORK_SEARCHDOMAINS,
                    MOUNT_OPTS,
                    IPTABLES,
                    DEVNODES,
                    DEVICES,
                    PCI,
                    NETDEV,
                    BINDMOUNTS,
                    RATE ->
                    Shape.WORDS;
            default -> Shape.VALUE;
        };
    }
}
