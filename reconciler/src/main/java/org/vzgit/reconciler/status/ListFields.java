package org.vzgit.reconciler.status;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeSpec;

/// All columns of vzlist(8), with its names, headers and widths (vzctl 4.11, `vzlist.c`).
final class ListFields {
    private static final Map<String, String> ALIASES =
            Map.of("veid", "ctid", "vpsid", "ctid", "vename", "name");

    private static final SequencedMap<String, ListField> FIELDS = new LinkedHashMap<>();

    static {
        add("ctid", "CTID", 10, view -> view.veid().toString());
        none("private", "PRIVATE", -32);
        none("root", "ROOT", -32);
        none("mount_opts", "MOUNT_OPTS", -16);
        none("origin_sample", "ORIGIN_SAMPLE", 32);
        add("hostname", "HOSTNAME", -32, VeView::hostname);
        add("name", "NAME", -32, view -> view.name().orElse("-"));
        add("smart_name", "SMARTNAME", 10, view -> view.name().orElse(view.veid().toString()));
        written("description", "DESCRIPTION", -32, ListFields::description);
        add("ostemplate", "OSTEMPLATE", -32, VeView::template);
        add("ip", "IP_ADDR", -15, view -> words(view.addresses()));
        add("nameserver", "NAMESERVER", -15, view -> words(view.nameservers()));
        add("searchdomain", "SEARCHDOMAIN", -15, view -> words(view.searchDomains()));
        add("spoofed", "SPOOFED", 10, VeView::spoofed);
        add("status", "STATUS", -9, view -> view.status().word());
        none("features", "FEATURES", -15);
        none("netfilter", "NETFILTER", -9);
        none("capability", "CAPABILITY", -15);
        UbcFields.all().forEach(field -> FIELDS.put(field.name(), field));
        add("diskspace", "DSPACE", 10, view -> DiskFields.space(view, DiskFields::held));
        add("diskspace.s", "DSPACE.S", 10, view -> DiskFields.space(view, DiskFields::soft));
        add("diskspace.h", "DSPACE.H", 10, view -> DiskFields.space(view, DiskFields::hard));
        add("diskinodes", "DINODES", 10, view -> DiskFields.inodes(view, DiskFields::held));
        add("diskinodes.s", "DINODES.S", 10, view -> DiskFields.inodes(view, DiskFields::soft));
        add("diskinodes.h", "DINODES.H", 10, view -> DiskFields.inodes(view, DiskFields::hard));
        none("laverage", "LAVERAGE", 14);
        none("uptime", "UPTIME", 15);
        add("cpulimit", "CPULIM", 7, view -> limit(view, Resource.CPULIMIT));
        add("cpuunits", "CPUUNI", 7, view -> limit(view, Resource.CPUUNITS));
        none("cpus", "CPUS", 5);
        add("ioprio", "IOP", 3, view -> limit(view, Resource.IOPRIO));
        add("iolimit", "IOLIMIT", 10, view -> limit(view, Resource.IOLIMIT));
        add("iopslimit", "IOPS", 4, view -> limit(view, Resource.IOPSLIMIT));
        written("onboot", "ONBOOT", 6, spec -> yes(spec.boot().onboot()));
        written("bootorder", "BOOTORDER", 10, ListFields::order);
        add("layout", "LAYOUT", 6, DiskFields::layout);
        none("vswap", "VSWAP", 5);
        written("disabled", "DISABL", 6, spec -> yes(spec.boot().disabled()));
        none("vm_overcommit", "VM_OVC", 6);
    }

    private ListFields() {}

    static Optional<ListField> named(String name) {
        return Optional.ofNullable(FIELDS.get(ALIASES.getOrDefault(name, name)));
    }

    static Collection<ListField> all() {
        return new ArrayList<>(FIELDS.values());
    }

    private static void none(String name, String header, int width) {
        FIELDS.put(name, ListField.empty(name, header, width));
    }

    private static void add(String name, String header, int width, Function<VeView, String> value) {
        FIELDS.put(name, new ListField(name, header, width, value));
    }

    private static void written(
            String name, String header, int width, Function<VeSpec, String> value) {
        Function<VeView, String> ofView = view -> view.spec().map(value).orElse("-");
        FIELDS.put(name, new ListField(name, header, width, ofView, true));
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static String order(VeSpec spec) {
        long order = spec.boot().order();
        return order == BootPolicy.LAST ? "-" : Long.toString(order);
    }

    private static String description(VeSpec spec) {
        return spec.description().isEmpty() ? "-" : spec.description();
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    private static String limit(VeView view, Resource resource) {
        return view.limit(resource).map(Limit::text).orElse("-");
    }
}
