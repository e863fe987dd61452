package org.vzgit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeId;

/// From nothing to a VE whose init has run, in turns with LXC.
final class StartBench {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 20;

    private final Path place;
    private final Report report;
    private final Sample created = new Sample();
    private final Sample started = new Sample();
    private final Map<String, Sample> operations = new LinkedHashMap<>();
    private final List<Sample> peers = new ArrayList<>();

    StartBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Start of a busybox VE until its init has run");
        List<LxcPeer> others = peers();
        others.forEach(_ -> peers.add(new Sample()));
        try (RealNode node = new RealNode(place.resolve("start"))) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                if (round == 0) {
                    created.restart();
                    started.restart();
                    operations.clear();
                    peers.forEach(Sample::restart);
                }
                round(node, others);
            }
        }
        print();
    }

    private void round(RealNode node, List<LxcPeer> others) throws Exception {
        DesiredState desired = Fleet.running(1).desired();
        VeId veid = desired.ves().firstKey();
        try {
            start(node, desired, created);
            for (int i = 0; i < others.size(); i++) {
                start(others.get(i), peers.get(i));
            }
            node.stop(veid);
            start(node, desired, started);
        } finally {
            node.destroy(veid);
        }
    }

    /// The decision is made before and not timed: its cost is in other figures.
    private void start(RealNode node, DesiredState desired, Sample sample) throws Exception {
        VeId veid = desired.ves().firstKey();
        Plan plan = node.plan(desired);
        sample.time(() -> {
            for (Step step : plan.steps()) {
                String name = step.operation().getClass().getSimpleName();
                operations
                        .computeIfAbsent(name, _ -> new Sample())
                        .time(() -> node.carryOut(List.of(step)));
            }
            operations
                    .computeIfAbsent("init runs", _ -> new Sample())
                    .time(() -> Programs.await(node.booted(veid)));
        });
    }

    private static void start(LxcPeer peer, Sample sample) throws Exception {
        try {
            sample.time(peer::start);
        } finally {
            peer.stop();
        }
    }

    private List<LxcPeer> peers() throws Exception {
        if (!LxcPeer.isInstalled()) {
            report.note("peer not installed (Debian package lxc): no figures of LXC");
            return List.of();
        }
        Path lxc = place.resolve("lxc");
        return List.of(
                LxcPeer.make(lxc, "bare", LxcPeer.NO_NETWORK),
                LxcPeer.make(lxc, "routed", LxcPeer.ROUTED));
    }

    private void print() {
        report.time("create + start, with network", created);
        report.time("start alone, with network", started);
        operations.forEach((name, sample) -> report.time("  each " + name, sample));
        if (!peers.isEmpty()) {
            report.time("lxc-start, without network", peers.getFirst());
            report.time("lxc-start, veth with address and route", peers.getLast());
            report.ratio("create + start : lxc without network", created, peers.getFirst());
            report.ratio("start alone : lxc without network", started, peers.getFirst());
            report.ratio("start alone : lxc with network", started, peers.getLast());
        }
    }
}
