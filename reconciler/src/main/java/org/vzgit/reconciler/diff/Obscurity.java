package org.vzgit.reconciler.diff;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeSpec;

/// Finds the first thing about a VE that could not be read and that a plan would have to know.
final class Obscurity {
    private Obscurity() {}

    /// What every plan has to know, also one that stops or removes the VE.
    static Optional<String> of(ObservedVe live) {
        Reading<?> mark =
                live.privateArea()
                        .toOptional()
                        .<Reading<?>>map(area -> area.mark())
                        .orElse(Reading.absent());
        // A loop: this is asked of each VE in each pass, and nearly always in vain.
        for (Reading<?> reading :
                List.of(live.privateArea(), mark, live.cgroup(), live.init(), live.network())) {
            if (reading instanceof Reading.Unreadable<?>(String reason)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /// What a plan that keeps the VE running has to know on top. Things that the document does not
    /// manage may stay unread.
    static Optional<String> of(VeSpec spec, ObservedVe live) {
        if (WantedState.of(spec, live) != RunState.RUNNING) {
            return first(disk(spec, live));
        }
        Stream<Reading<?>> limits =
                live.cgroup().toOptional().stream().flatMap(cgroup -> limits(spec, cgroup));
        Stream<Reading<?>> inside =
                live.init().toOptional().stream().flatMap(init -> inside(spec, init));
        Stream<Reading<?>> rows =
                BeancounterChange.managed(spec).isEmpty()
                        ? Stream.of()
                        : Stream.of(live.beancounters());
        return first(Stream.of(limits, rows, inside, disk(spec, live)).flatMap(all -> all));
    }

    private static Stream<Reading<?>> disk(VeSpec spec, ObservedVe live) {
        return spec.disk().isManaged()
                ? live.privateArea().toOptional().stream().map(area -> area.disk())
                : Stream.empty();
    }

    private static Stream<Reading<?>> limits(VeSpec spec, ObservedCgroup cgroup) {
        List<Resource> managed =
                spec.resources().entrySet().stream()
                        .filter(entry -> ResourceChange.isManaged(entry.getValue()))
                        .map(entry -> entry.getKey())
                        .toList();
        return managed.stream()
                .map(resource -> cgroup.usages().get(resource))
                .filter(Objects::nonNull)
                .map(usage -> usage.limit());
    }

    private static Stream<Reading<?>> inside(VeSpec spec, ObservedInit init) {
        return WantedResolver.of(spec).isPresent()
                ? Stream.of(init.hostname(), init.binds(), init.resolver())
                : Stream.of(init.hostname(), init.binds());
    }

    private static Optional<String> first(Stream<Reading<?>> readings) {
        return readings.map(Obscurity::reason).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> reason(Reading<?> reading) {
        return switch (reading) {
            case Reading.Unreadable<?>(String reason) -> Optional.of(reason);
            case Reading.Present<?> _, Reading.Absent<?> _ -> Optional.empty();
        };
    }
}
