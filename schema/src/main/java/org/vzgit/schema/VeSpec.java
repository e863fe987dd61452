package org.vzgit.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One desired VE with its profiles already folded in. Built with [Builder]; immutable after that.
public final class VeSpec {
    /// One field that a VE uses, and where that was written.
    public record FieldUse(VeField field, Origin origin) {}

    /// OpenVZ's built-in wait for a VE's init to halt (vzctl 4.11 `STOP_TIMEOUT`).
    public static final Seconds STOP_TIMEOUT_DEFAULT = new Seconds(120);

    private final VeIdentity identity;
    private final TemplateChoice template;
    private final Optional<VeName> cloneOf;
    private final RunState state;
    private final DeletionPolicy deletion;
    private final String hostname;
    private final String description;
    private final NetworkSpec network;
    private final Seconds stopTimeout;
    private final DiskSpec disk;
    private final Rollout rollout;
    private final BootPolicy boot;
    private final List<BindMount> bindMounts;
    private final boolean noatime;
    private final SortedMap<ScriptAction, ActionScript> actionScripts;
    private final Map<Resource, Limit> resources;
    private final Map<Beancounter, BarrierLimit> beancounters;
    private final SortedMap<String, String> labels;
    private final List<FieldUse> unsupported;
    private final Map<VeField, Origin> origins;
    private final Origin origin;

    private VeSpec(Builder builder) {
        identity = builder.identity;
        origin = builder.origin;
        template = new TemplateChoice(builder.template, builder.templateVersion);
        cloneOf = builder.cloneOf;
        state = builder.state;
        deletion = builder.deletion;
        hostname = builder.hostname.isEmpty() ? identity.name().value() : builder.hostname;
        description = builder.description;
        network = builder.network;
        stopTimeout = builder.stopTimeout;
        disk = builder.disk;
        rollout = builder.rollout;
        boot = builder.boot;
        bindMounts = builder.bindMounts;
        noatime = builder.noatime;
        actionScripts = builder.actionScripts;
        // Copies: the builder may go on, and what it built must not follow.
        resources = Collections.unmodifiableMap(new EnumMap<>(builder.resources));
        beancounters = Collections.unmodifiableMap(new EnumMap<>(builder.beancounters));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        unsupported = List.copyOf(builder.unsupported);
        origins = Collections.unmodifiableMap(new EnumMap<>(builder.origins));
    }

    public VeId veid() {
        return identity.veid();
    }

    public VeName name() {
        return identity.name();
    }

    public NodeName node() {
        return identity.node();
    }

    public TemplateName template() {
        return template.name();
    }

    /// The template with the version, if the document names one.
    public TemplateChoice templateChoice() {
        return template;
    }

    /// The VE whose files this one begins with; looked at only when the VE is made.
    public Optional<VeName> cloneOf() {
        return cloneOf;
    }

    public RunState state() {
        return state;
    }

    public DeletionPolicy deletion() {
        return deletion;
    }

    /// The host name that the VE sees; the VE's name where nothing else was written.
    public String hostname() {
        return hostname;
    }

    /// What people say about the VE in one line; empty when nothing was written.
    public String description() {
        return description;
    }

    public NetworkSpec network() {
        return network;
    }

    /// How long a stop waits for the VE's own init before it kills.
    public Seconds stopTimeout() {
        return stopTimeout;
    }

    /// What it may have of the node's disk.
    public DiskSpec disk() {
        return disk;
    }

    /// When its changes come, compared with other VEs.
    public Rollout rollout() {
        return rollout;
    }

    /// What becomes of it when the node starts.
    public BootPolicy boot() {
        return boot;
    }

    /// The node's directories that it sees; no two at one target.
    public List<BindMount> bindMounts() {
        return bindMounts;
    }

    /// Whether reading its files leaves their times of access as they are.
    public boolean noatime() {
        return noatime;
    }

    /// What is run around its start and its stop.
    public SortedMap<ScriptAction, ActionScript> actionScripts() {
        return actionScripts;
    }

    /// The managed resources with their bounds. A resource that is not in the map is not managed.
    public Map<Resource, Limit> resources() {
        return resources;
    }

    /// What was written under `beancounters` and `memory`, for the consistency rules.
    public Map<Beancounter, BarrierLimit> beancounters() {
        return beancounters;
    }

    public SortedMap<String, String> labels() {
        return labels;
    }

    /// The fields that were written but are not carried out yet; the planner refuses a VE that has
    /// any.
    public List<FieldUse> unsupported() {
        return unsupported;
    }

    /// Where a field's value was written, in the VE or in a profile; empty when it is a default.
    public Optional<Origin> originOf(VeField field) {
        return Optional.ofNullable(origins.get(field));
    }

    /// Where the VE's document begins.
    public Origin origin() {
        return origin;
    }

    /// Collects what a document says; everything but identity, template and origin has a default.
    public static final class Builder {
        private final VeIdentity identity;
        private final TemplateName template;
        private final Origin origin;
        private Optional<TemplateVersion> templateVersion = Optional.empty();
        private Optional<VeName> cloneOf = Optional.empty();
        private RunState state = RunState.RUNNING;
        private DeletionPolicy deletion = DeletionPolicy.RETAIN;
        private String hostname = "";
        private String description = "";
        private NetworkSpec network = NetworkSpec.NONE;
        private Seconds stopTimeout = STOP_TIMEOUT_DEFAULT;
        private DiskSpec disk = DiskSpec.NONE;
        private Rollout rollout = Rollout.AT_ONCE;
        private BootPolicy boot = BootPolicy.DEFAULT;
        private List<BindMount> bindMounts = List.of();
        private boolean noatime;
        private SortedMap<ScriptAction, ActionScript> actionScripts = Collections.emptySortedMap();
        private final Map<Resource, Limit> resources = new EnumMap<>(Resource.class);
        private final Map<Beancounter, BarrierLimit> beancounters =
                new EnumMap<>(Beancounter.class);
        private final SortedMap<String, String> labels = new TreeMap<>();
        private final List<FieldUse> unsupported = new ArrayList<>();
        private final Map<VeField, Origin> origins = new EnumMap<>(VeField.class);

        public Builder(VeIdentity identity, TemplateName template, Origin origin) {
            this.identity = identity;
            this.template = template;
            this.origin = origin;
        }

        public Builder state(RunState value) {
            state = value;
            return this;
        }

        public Builder deletion(DeletionPolicy value) {
            deletion = value;
            return this;
        }

        public Builder hostname(String value) {
            hostname = value;
            return this;
        }

        public Builder description(String value) {
            description = value;
            return this;
        }

        public Builder templateVersion(Optional<TemplateVersion> value) {
            templateVersion = value;
            return this;
        }

        public Builder cloneOf(VeName value) {
            cloneOf = Optional.of(value);
            return this;
        }

        public Builder network(NetworkSpec value) {
            network = value;
            return this;
        }

        public Builder stopTimeout(Seconds value) {
            stopTimeout = value;
            return this;
        }

        public Builder disk(DiskSpec value) {
            disk = value;
            return this;
        }

        public Builder rollout(Rollout value) {
            rollout = value;
            return this;
        }

        public Builder boot(BootPolicy value) {
            boot = value;
            return this;
        }

        public Builder noatime(boolean value) {
            noatime = value;
            return this;
        }

        public Builder bindMounts(List<BindMount> value) {
            bindMounts = List.copyOf(value);
            return this;
        }

        public Builder actionScripts(SortedMap<ScriptAction, ActionScript> value) {
            actionScripts = Collections.unmodifiableSortedMap(new TreeMap<>(value));
            return this;
        }

        public Builder resource(Resource resource, Limit limit) {
            resources.put(resource, limit);
            return this;
        }

        public Builder beancounter(Beancounter beancounter, BarrierLimit value) {
            beancounters.put(beancounter, value);
            return this;
        }

        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public Builder unsupported(FieldUse use) {
            unsupported.add(use);
            return this;
        }

        public Builder writtenAt(VeField field, Origin where) {
            origins.put(field, where);
            return this;
        }

        public VeSpec build() {
            return new VeSpec(this);
        }
    }
}
