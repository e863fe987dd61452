package org.vzgit.reconciler.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

class StatusTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir Path directory;

    @Test
    void keptRunningVeIsInSync() {
        VeStatus ve = only(LiveVes.running(101), wanted(101), new Change.Keep(new VeId(101)));
        assertEquals(RunStatus.RUNNING, ve.status());
        assertTrue(ve.inSync());
        assertEquals(new VeStatus.Held("3", "100"), ve.resources().get("numproc"));
    }

    @Test
    void differingFieldsAreListed() {
        FieldChange field =
                new FieldChange("numproc", "7", "100", Disruption.LIVE, Optional.empty());
        VeSpec spec = LiveVes.spec(101);
        ObservedVe live = LiveVes.running(101);
        VeStatus ve = only(live, wanted(101), new Change.Update(spec, live, List.of(field)));
        assertEquals(List.of(new VeStatus.Difference("numproc", "7", "100")), ve.differences());
        assertEquals(false, ve.inSync());
    }

    @Test
    void wantedButAbsentVeIsMissing() {
        ObservedVe nothing = ObservedVe.nothing(new VeId(101));
        VeStatus ve = only(nothing, wanted(101), new Change.Create(LiveVes.spec(101), nothing));
        assertEquals(RunStatus.MISSING, ve.status());
        assertEquals("web101", ve.ve().name());
        assertEquals(false, ve.inSync());
    }

    @Test
    void presentButUnwantedVeIsUnmanaged() {
        StatusSnapshot status = snapshot(LiveVes.running(101), wanted(), List.of(), List.of());
        assertEquals(RunStatus.UNMANAGED, status.ves().getFirst().status());
        assertEquals(StatusSnapshot.Health.CONVERGED, status.health());
    }

    @Test
    void stoppedVeIsStoppedAndHeldOneIsMounted() {
        assertEquals(RunStatus.STOPPED, RunStatus.of(LiveVes.stopped(101)));
        assertEquals(RunStatus.MOUNTED, RunStatus.of(LiveVes.held(101)));
        assertEquals(RunStatus.UNKNOWN, RunStatus.of(LiveVes.unreadable(101)));
    }

    @Test
    void blockedVeMakesTheNodeDegradedAndStandsFirst() {
        Blocked blocked =
                new Blocked(
                        new VeId(102),
                        "web102",
                        Blocked.Reason.NOT_SUPPORTED_YET,
                        "jquota is not supported yet",
                        Optional.empty());
        StatusSnapshot status =
                snapshot(
                        LiveVes.running(101),
                        wanted(101, 102),
                        List.of(new Change.Keep(new VeId(101))),
                        List.of(blocked));
        assertEquals(StatusSnapshot.Health.DEGRADED, status.health());
        List<String> lines = StatusText.of(status).lines().toList();
        assertTrue(lines.get(3).startsWith("102"), StatusText.of(status));
        assertTrue(lines.get(3).endsWith("jquota is not supported yet"), lines.get(3));
    }

    @Test
    void fileComesBackAsItWas() throws IOException {
        StatusSnapshot status =
                snapshot(
                        LiveVes.running(101),
                        wanted(101, 102),
                        List.of(new Change.Unknown(new VeId(101), "read pids.max: EIO")),
                        List.of());
        Path file = directory.resolve("run").resolve("status.json");
        StatusFile.write(file, status);
        StatusFile.write(file, status);
        assertEquals(Optional.of(status), StatusFile.read(file));
        assertTrue(Files.readString(file).contains("\"kind\" : \"Status\""));
    }

    @Test
    void absentFileIsNoStatusAndDamagedOneIsAnError() throws IOException {
        Path file = directory.resolve("status.json");
        assertEquals(Optional.empty(), StatusFile.read(file));
        Files.writeString(file, "{\"time\": ");
        IOException damaged = assertThrows(IOException.class, () -> StatusFile.read(file));
        assertTrue(damaged.toString().contains("not a status"));
    }

    private static VeStatus only(ObservedVe live, DesiredState desired, Change change) {
        return snapshot(live, desired, List.of(change), List.of()).ves().getFirst();
    }

    private static StatusSnapshot snapshot(
            ObservedVe live, DesiredState desired, List<Change> changes, List<Blocked> blocked) {
        Plan plan = new Plan(new NodeName("hn1"), desired.revision(), changes, List.of(), blocked);
        return StatusSnapshot.of(desired, LiveVes.node(live), plan, NOW);
    }

    private static DesiredState wanted(int... veids) {
        TreeMap<VeId, VeSpec> specs = new TreeMap<>();
        for (int veid : veids) {
            specs.put(new VeId(veid), LiveVes.spec(veid));
        }
        return new DesiredState(
                new Revision("0123456789abcdef", "Ada <ada@example.org>"),
                specs,
                new TreeSet<>(),
                true,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of());
    }
}
