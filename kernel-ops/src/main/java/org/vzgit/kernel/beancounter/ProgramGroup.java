package org.vzgit.kernel.beancounter;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;

/// One file of `main/bpf`: programs that are loaded together or not at all.
enum ProgramGroup {
    FILES(Exactness.AS_THE_HOOKS, Beancounter.NUMFILE),
    /// Before the sockets: of two programs at one hook the one that was attached last runs first
    /// (`bpf_trampoline_link_prog`), and a socket is charged before its buffers are bounded.
    BUFFERS(
            Exactness.BY_SHARES,
            Beancounter.TCPSNDBUF,
            Beancounter.TCPRCVBUF,
            Beancounter.OTHERSOCKBUF,
            Beancounter.DGRAMRCVBUF),
    SOCKETS(Exactness.AS_THE_HOOKS, Beancounter.NUMTCPSOCK, Beancounter.NUMOTHERSOCK),
    /// Counted by tracing programs, but under a spin lock, where nothing interrupts them.
    LOCKS(Exactness.AS_THE_HOOKS, Beancounter.NUMFLOCK),
    SIGNALS(Exactness.WEAKER, Beancounter.NUMSIGINFO),
    PTYS(Exactness.WEAKER, Beancounter.NUMPTY),
    MEMORY(Exactness.WEAKER, Beancounter.PRIVVMPAGES, Beancounter.LOCKEDPAGES),
    SHM(Exactness.WEAKER, Beancounter.SHMPAGES);

    /// Tracing programs are skipped when they interrupt themselves on one CPU, LSM programs are
    /// not.
    private enum Exactness {
        AS_THE_HOOKS,
        WEAKER,
        BY_SHARES
    }

    private final Exactness exactness;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it, and it is given out as a copy
    private final Set<Beancounter> resources;

    ProgramGroup(Exactness exactness, Beancounter first, Beancounter... others) {
        this.exactness = exactness;
        this.resources = EnumSet.of(first, others);
    }

    Set<Beancounter> resources() {
        return EnumSet.copyOf(resources);
    }

    /// The object's name in the jar: `files.lsm.bpf.o`.
    String object(Hooks hooks) {
        return name().toLowerCase(Locale.ROOT) + "." + hooks.suffix() + ".bpf.o";
    }

    /// How well the group carries out a bound that it has been seen to carry out.
    UbcLevel level(Hooks hooks) {
        return switch (exactness) {
            case BY_SHARES -> UbcLevel.CLAMPED;
            case WEAKER -> UbcLevel.ENFORCED_WEAKER;
            case AS_THE_HOOKS ->
                    switch (hooks) {
                        case LSM -> UbcLevel.ENFORCED;
                        case FUNCTIONS -> UbcLevel.ENFORCED_WEAKER;
                    };
        };
    }

    static ProgramGroup of(Beancounter resource) {
        for (ProgramGroup group : values()) {
            if (group.resources.contains(resource)) {
                return group;
            }
        }
        throw new IllegalArgumentException("no kernel program counts " + resource.key());
    }
}
