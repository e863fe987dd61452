package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.schema.Count;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// VE 101 runs with address A, and somebody else wants it.
class AddressClaimsTest {
    private static final String A = "10.101.0.1";

    private final World world = new World();

    @BeforeEach
    void oneVeHasTheAddress() {
        world.converge(Desired.of(holder(), taker()));
    }

    private static VeSpec.Builder holder() {
        return running(101).network(Desired.addresses(A));
    }

    private static VeSpec.Builder taker() {
        return running(102);
    }

    private static VeSpec.Builder running(int veid) {
        return Desired.ve(veid).state(RunState.RUNNING);
    }

    private static void assertTaken(Plan plan, int veid) {
        assertEquals(1, reasons(plan, veid).size(), plan.blocked().toString());
        Blocked blocked = reasons(plan, veid).getFirst();
        assertEquals(Blocked.Reason.ADDRESS_TAKEN, blocked.reason());
        assertTrue(blocked.detail().contains(A), blocked.detail());
        assertTrue(blocked.detail().contains("101"), blocked.detail());
    }

    private static List<Blocked> reasons(Plan plan, int veid) {
        return plan.blocked().stream().filter(item -> item.veid().equals(new VeId(veid))).toList();
    }

    @Test
    void aFrozenVeKeepsItsAddress() {
        DesiredState desired =
                new Desired().with(taker().network(Desired.addresses(A))).frozen(101).build();
        Plan plan = world.plan(desired);
        assertEquals(List.of(), plan.steps());
        assertTaken(plan, 102);
    }

    @Test
    void theTakersOtherChangesGoOn() {
        Limit hundred = Limit.of(new Count(100));
        VeSpec.Builder more =
                taker().network(Desired.addresses(A, "10.101.0.2"))
                        .resource(Resource.NUMPROC, hundred);
        Plan plan = world.plan(new Desired().with(more).frozen(101).build());
        assertEquals(
                List.of(
                        new SetResource(new VeId(102), Resource.NUMPROC, hundred),
                        new AddAddress(new VeId(102), IpAddress.parse("10.101.0.2"))),
                plan.steps().stream().map(Step::operation).toList());
        assertTaken(plan, 102);
    }

    @Test
    void aVeThatDoesNotRunIsNotStartedWithoutItsAddress() {
        Plan plan =
                world.plan(
                        new Desired()
                                .with(taker(), running(103).network(Desired.addresses(A)))
                                .frozen(101)
                                .build());
        assertEquals(List.of(), plan.steps());
        assertTaken(plan, 103);
    }

    @Test
    void aProtectedVeKeepsItsAddress() {
        Desired desired =
                new Desired().removalBudget(0).with(taker().network(Desired.addresses(A)));
        Plan plan = world.plan(desired.build());
        assertEquals(List.of(), plan.steps());
        assertTaken(plan, 102);
        assertTrue(
                reasons(plan, 102).getFirst().detail().contains("removalBudget"),
                plan.blocked().toString());
    }

    @Test
    void anUnreadableVeKeepsItsAddress() {
        world.mishaps().obscurePrivateArea(new VeId(101));
        Plan plan = world.plan(Desired.of(running(101), taker().network(Desired.addresses(A))));
        assertEquals(List.of(), plan.steps());
        assertTaken(plan, 102);
    }

    @Test
    void anAddressThatIsGivenBackMoves() {
        world.converge(Desired.of(running(101), taker().network(Desired.addresses(A))));
        assertEquals(1, world.live(102).network().toOptional().orElseThrow().routed().size());
    }
}
