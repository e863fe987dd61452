package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// A node with a history, drawn from a seed: a first desired state applied to it, accidents, and a
/// second desired state. The same seed draws the same scenario for ever.
final class Scenario {
    private static final int FIRST_VEID = 101;
    private static final int VEIDS = 5;
    private static final int ACCIDENTS_MAX = 4;
    private static final List<String> ADDRESSES =
            List.of(
                    "10.101.0.1",
                    "10.101.0.2",
                    "10.101.0.3",
                    "10.101.0.4",
                    "fd00:101::1",
                    "fd00:101::2",
                    "fd00:101::3");

    private final RandomGenerator random;
    private final boolean ownAddresses;
    final World world = new World();
    final DesiredState before;
    final DesiredState after;

    /// @param removals how many removals the second desired state allows
    private Scenario(long seed, int removals, boolean ownAddresses) {
        this.ownAddresses = ownAddresses;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        before = new Desired().revision("before0").with(specs()).build();
        world.apply(before);
        if (random.nextInt(4) == 0) {
            world.kernel.publish(new TemplateRef(Desired.BUSYBOX, "2"));
        }
        int accidents = random.nextInt(ACCIDENTS_MAX);
        for (int i = 0; i < accidents; i++) {
            accident(new VeId(FIRST_VEID + random.nextInt(VEIDS)));
        }
        after = new Desired().revision("after00").removalBudget(removals).with(specs()).build();
    }

    static Scenario of(long seed) {
        return new Scenario(seed, VEIDS, false);
    }

    /// No VE ever has an address that another had.
    static Scenario withOwnAddresses(long seed) {
        return new Scenario(seed, VEIDS, true);
    }

    static Scenario withBudget(long seed, int removals) {
        return new Scenario(seed, removals, false);
    }

    private List<VeSpec> specs() {
        List<String> addresses = new ArrayList<>(ADDRESSES);
        Collections.shuffle(addresses, new Random(random.nextLong()));
        List<VeSpec> specs = new ArrayList<>();
        for (int veid = FIRST_VEID; veid < FIRST_VEID + VEIDS; veid++) {
            if (random.nextInt(4) > 0) {
                int count = Math.min(random.nextInt(3), addresses.size());
                List<String> next = addresses.subList(0, count);
                List<String> own = ownAddresses ? List.of("10.101.1." + veid) : List.copyOf(next);
                next.clear();
                specs.add(spec(veid, own));
            }
        }
        return specs;
    }

    private VeSpec spec(int veid, List<String> addresses) {
        List<String> nameservers =
                random.nextBoolean() ? List.of() : List.of("10.101.0." + (200 + random.nextInt(2)));
        VeSpec.Builder ve =
                Desired.ve(veid)
                        .state(random.nextInt(4) == 0 ? RunState.STOPPED : RunState.RUNNING)
                        .deletion(pick(DeletionPolicy.values()))
                        .hostname("h" + random.nextInt(2) + ".example.org")
                        .network(Desired.network(addresses, nameservers));
        for (Resource resource : Resource.values()) {
            if (random.nextBoolean()) {
                ve.resource(resource, limit(resource));
            }
        }
        for (Beancounter beancounter : Beancounter.values()) {
            if (beancounter.resource().isEmpty() && random.nextInt(4) == 0) {
                ve.beancounter(beancounter, bounds(beancounter));
            }
        }
        return ve.build();
    }

    private BarrierLimit bounds(Beancounter beancounter) {
        long barrier = 100L * (1 + random.nextInt(3));
        long limit = random.nextInt(4) == 0 ? UbcRow.UNLIMITED : barrier + random.nextInt(2);
        return new BarrierLimit(
                UbcRow.limit(beancounter, barrier), UbcRow.limit(beancounter, limit));
    }

    Limit limit(Resource resource) {
        int level = 1 + random.nextInt(3);
        if (level == 3 && random.nextBoolean()) {
            return random.nextInt(4) == 0 ? Limit.NOT_MANAGED : Limit.UNLIMITED;
        }
        return Limit.of(amount(resource, level));
    }

    private static Amount amount(Resource resource, int level) {
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES -> new Pages(level * 16_384L);
            case NUMPROC -> new Count(level * 100L);
            case CPUUNITS -> new CpuUnits(level * 1003);
            case CPULIMIT -> new CpuPercent(level * 25);
            case CPUMASK -> new CpuSet("0-" + level);
            case NODEMASK -> new CpuSet("0");
            case IOPRIO -> new IoPriority(level);
            case IOLIMIT -> new BytesPerSecond(level * 1_048_576L);
            case IOPSLIMIT -> new OpsPerSecond(level * 500L);
        };
    }

    private void accident(VeId veid) {
        IpAddress address = IpAddress.parse(ADDRESSES.getFirst());
        switch (random.nextInt(9)) {
            case 0 -> world.mishaps().killInit(veid);
            case 1 -> world.mishaps().setLimit(veid, Resource.NUMPROC, Limit.of(new Count(999)));
            case 2 -> world.mishaps().deleteLink(veid);
            case 3 -> world.mishaps().downLink(veid);
            case 4 -> world.mishaps().loseCgroup(veid, pick(Resource.values()));
            case 5 -> world.mishaps().setHostname(veid, "somebody-elses");
            case 7 ->
                    world.mishaps()
                            .setBeancounter(
                                    veid, Beancounter.KMEMSIZE, bounds(Beancounter.KMEMSIZE));
            case 6 -> world.mishaps().removeRoute(veid, address);
            default -> world.mishaps().removeAddress(veid, address);
        }
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
