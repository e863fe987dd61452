package org.vzgit.reconciler.status;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;

/// The five columns of each beancounter: held, and with the suffixes `.m`, `.b`, `.l` and `.f`
/// maxheld, barrier, limit and failcnt. Numbers are in the beancounter's own unit, pages or bytes
/// or items, as in `/proc/user_beancounters`; an unlimited bound is written out, because the number
/// that OpenVZ prints for it does not fit the column.
final class UbcFields {
    private static final int WIDTH = 10;

    private static final Map<Beancounter, String> HEADERS = new EnumMap<>(Beancounter.class);

    static {
        HEADERS.put(Beancounter.KMEMSIZE, "KMEMSIZE");
        HEADERS.put(Beancounter.LOCKEDPAGES, "LOCKEDP");
        HEADERS.put(Beancounter.PRIVVMPAGES, "PRIVVMP");
        HEADERS.put(Beancounter.SHMPAGES, "SHMP");
        HEADERS.put(Beancounter.NUMPROC, "NPROC");
        HEADERS.put(Beancounter.PHYSPAGES, "PHYSP");
        HEADERS.put(Beancounter.VMGUARPAGES, "VMGUARP");
        HEADERS.put(Beancounter.OOMGUARPAGES, "OOMGUARP");
        HEADERS.put(Beancounter.NUMTCPSOCK, "NTCPSOCK");
        HEADERS.put(Beancounter.NUMFLOCK, "NFLOCK");
        HEADERS.put(Beancounter.NUMPTY, "NPTY");
        HEADERS.put(Beancounter.NUMSIGINFO, "NSIGINFO");
        HEADERS.put(Beancounter.TCPSNDBUF, "TCPSNDB");
        HEADERS.put(Beancounter.TCPRCVBUF, "TCPRCVB");
        HEADERS.put(Beancounter.OTHERSOCKBUF, "OTHSOCKB");
        HEADERS.put(Beancounter.DGRAMRCVBUF, "DGRAMRB");
        HEADERS.put(Beancounter.NUMOTHERSOCK, "NOTHSOCK");
        HEADERS.put(Beancounter.DCACHESIZE, "DCACHESZ");
        HEADERS.put(Beancounter.NUMFILE, "NFILE");
        HEADERS.put(Beancounter.NUMIPTENT, "NIPTENT");
        HEADERS.put(Beancounter.SWAPPAGES, "SWAPP");
    }

    private UbcFields() {}

    static List<ListField> all() {
        List<ListField> fields = new ArrayList<>();
        for (Beancounter ubc : Beancounter.values()) {
            fields.add(field(ubc, "", view -> held(view, ubc, UbcRow::held, Usage::held)));
            fields.add(field(ubc, ".m", view -> held(view, ubc, UbcRow::maxheld, Usage::maxheld)));
            fields.add(field(ubc, ".b", view -> bound(view, ubc, BarrierLimit::barrier)));
            fields.add(field(ubc, ".l", view -> bound(view, ubc, BarrierLimit::limit)));
            fields.add(field(ubc, ".f", view -> failcnt(view, ubc)));
        }
        return fields;
    }

    private static ListField field(
            Beancounter ubc, String suffix, Function<VeView, Optional<String>> value) {
        String header = HEADERS.get(ubc) + suffix.toUpperCase(java.util.Locale.ROOT);
        return new ListField(
                ubc.key() + suffix, header, WIDTH, view -> value.apply(view).orElse("-"));
    }

    /// What was observed of the resource alone stands in where the beancounters were not read.
    private static Optional<String> held(
            VeView view,
            Beancounter ubc,
            ToLongFunction<UbcRow> column,
            Function<Usage, Reading<Amount>> part) {
        return view.row(ubc)
                .map(row -> Long.toString(column.applyAsLong(row)))
                .or(() ->
                        ubc.resource()
                                .flatMap(view::usage)
                                .flatMap(usage -> part.apply(usage).toOptional())
                                .map(UbcFields::number));
    }

    private static Optional<String> failcnt(VeView view, Beancounter ubc) {
        return view.row(ubc)
                .map(UbcRow::failcnt)
                .or(() ->
                        ubc.resource()
                                .flatMap(view::usage)
                                .flatMap(usage -> usage.failcnt().toOptional()))
                .map(String::valueOf);
    }

    /// A resource has one bound in force, so barrier and limit are the same in a running VE.
    private static Optional<String> bound(
            VeView view, Beancounter ubc, Function<BarrierLimit, Limit> part) {
        return ubc.resource()
                .map(view::limit)
                .orElseGet(() -> view.bounds(ubc).map(part))
                .map(UbcFields::number);
    }

    private static String number(Limit limit) {
        return switch (limit) {
            case Limit.Value(Amount amount) -> number(amount);
            case Limit.Unlimited _, Limit.NotManaged _ -> limit.text();
        };
    }

    private static String number(Amount amount) {
        return switch (amount) {
            case Pages pages -> Long.toString(pages.value());
            case Bytes bytes -> Long.toString(bytes.value());
            case Count count -> Long.toString(count.value());
            case CpuUnits _,
                    CpuPercent _,
                    CpuSet _,
                    IoPriority _,
                    BytesPerSecond _,
                    OpsPerSecond _ ->
                    amount.text();
        };
    }
}
