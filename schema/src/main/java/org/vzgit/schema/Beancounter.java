package org.vzgit.schema;

import java.util.Locale;
import java.util.Optional;

/// All user beancounters, in the order of `/proc/user_beancounters` (OpenVZ
/// `include/bc/beancounter.h`).
public enum Beancounter {
    KMEMSIZE(Unit.BYTES, Meaning.BOTH),
    LOCKEDPAGES(Unit.PAGES, Meaning.BARRIER),
    PRIVVMPAGES(Unit.PAGES, Meaning.BOTH),
    SHMPAGES(Unit.PAGES, Meaning.BARRIER),
    NUMPROC(Unit.ITEMS, Meaning.BARRIER),
    PHYSPAGES(Unit.PAGES, Meaning.LIMIT),
    VMGUARPAGES(Unit.PAGES, Meaning.BARRIER),
    OOMGUARPAGES(Unit.PAGES, Meaning.BARRIER),
    NUMTCPSOCK(Unit.ITEMS, Meaning.BARRIER),
    NUMFLOCK(Unit.ITEMS, Meaning.BOTH),
    NUMPTY(Unit.ITEMS, Meaning.BARRIER),
    NUMSIGINFO(Unit.ITEMS, Meaning.BARRIER),
    TCPSNDBUF(Unit.BYTES, Meaning.BOTH),
    TCPRCVBUF(Unit.BYTES, Meaning.BOTH),
    OTHERSOCKBUF(Unit.BYTES, Meaning.BOTH),
    DGRAMRCVBUF(Unit.BYTES, Meaning.BARRIER),
    NUMOTHERSOCK(Unit.ITEMS, Meaning.BARRIER),
    DCACHESIZE(Unit.BYTES, Meaning.BOTH),
    NUMFILE(Unit.ITEMS, Meaning.BARRIER),
    NUMIPTENT(Unit.ITEMS, Meaning.LIMIT),
    SWAPPAGES(Unit.PAGES, Meaning.LIMIT);

    /// Which of the two bounds the OpenVZ kernel tests.
    public enum Meaning {
        BARRIER,
        LIMIT,
        BOTH
    }

    private final Unit unit;
    private final Meaning meaning;

    Beancounter(Unit unit, Meaning meaning) {
        this.unit = unit;
        this.meaning = meaning;
    }

    public Unit unit() {
        return unit;
    }

    public Meaning meaning() {
        return meaning;
    }

    /// The name in YAML, on the command line and in `/proc/user_beancounters`, for example
    /// `kmemsize`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The resource whose bound it is where one kernel setting bounds it: those three have only one
    /// bound in force, not two.
    public Optional<Resource> resource() {
        return switch (this) {
            case NUMPROC -> Optional.of(Resource.NUMPROC);
            case PHYSPAGES -> Optional.of(Resource.PHYSPAGES);
            case SWAPPAGES -> Optional.of(Resource.SWAPPAGES);
            case KMEMSIZE,
                    LOCKEDPAGES,
                    PRIVVMPAGES,
                    SHMPAGES,
                    VMGUARPAGES,
                    OOMGUARPAGES,
                    NUMTCPSOCK,
                    NUMFLOCK,
                    NUMPTY,
                    NUMSIGINFO,
                    TCPSNDBUF,
                    TCPRCVBUF,
                    OTHERSOCKBUF,
                    DGRAMRCVBUF,
                    NUMOTHERSOCK,
                    DCACHESIZE,
                    NUMFILE,
                    NUMIPTENT ->
                    Optional.empty();
        };
    }

    /// The field of a VE document that people write to set it.
    public VeField field() {
        return VeField.valueOf(name());
    }

    /// The unit in which a bare number of the OpenVZ value syntax is read.
    public enum Unit {
        BYTES,
        PAGES,
        ITEMS
    }
}
