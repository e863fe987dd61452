package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.reconciler.source.NoteRefs;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.reconciler.source.TestRepository;
import org.vzgit.reconciler.status.StatusFile;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Two simulated nodes that follow a real repository: hn2 comes after hn1. What hn1 tells is
/// written with the real notes, at once.
class NodeWavesTest {
    private static final NodeName HN1 = new NodeName("hn1");
    private static final NodeName HN2 = new NodeName("hn2");

    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private TestRepository work;
    private SourceLocation.Repository location;
    private NoteRefs notes;
    private Member first;
    private Member second;

    /// A node and its agent.
    private record Member(LoopWorld world, ReconcileLoop loop) {
        Member(LoopWorld world) {
            this(world, world.loop());
        }

        void turn() {
            loop.turn(NodeEvents.NONE);
        }

        String revision() {
            return loop.view().source().desired().orElseThrow().state().revision().id();
        }

        String waits() {
            return loop.view().source().waits().map(NodeWait::text).orElse("");
        }
    }

    @BeforeEach
    void makeNodes() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        location = new SourceLocation.Repository(work.path().toString(), "main", "");
        notes =
                new NoteRefs(
                        new SourceSettings(
                                directory.resolve("cache"),
                                directory,
                                Optional.empty(),
                                InstantSource.system()));
        first = member(HN1);
        second = member(HN2);
    }

    private Member member(NodeName name) throws IOException {
        return new Member(new LoopWorld(directory.resolve(name.value()), clock, name, location));
    }

    private String commit(long numproc) throws IOException {
        return commit(numproc, "hn1");
    }

    private String commit(long numproc, String after) throws IOException {
        return work.commit(
                "nodes.yaml",
                """
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: hn1}
                spec: {}
                ---
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: hn2}
                spec: {after: [%s]}
                """
                        .formatted(after),
                "web.yaml",
                """
                apiVersion: vzgit/v1
                kind: VE
                metadata: {name: web1}
                spec: {veid: 101, node: hn2, template: busybox, beancounters: {numproc: %d}}
                """
                        .formatted(numproc));
    }

    private void tell(String commit, String text) throws Exception {
        notes.add(location, "hn1", new Note(commit, clock.instant(), text));
    }

    private long numproc(Member node) {
        return node.world()
                .kernel
                .observe()
                .ve(new VeId(101))
                .cgroup()
                .toOptional()
                .flatMap(cgroup -> Optional.ofNullable(cgroup.usages().get(Resource.NUMPROC)))
                .flatMap(usage -> usage.limit().toOptional())
                .map(limit -> Long.parseLong(limit.text()))
                .orElseThrow();
    }

    /// A first start: nothing was taken yet, so there is nothing to be kept at.
    @Test
    void firstCommitWaitsForNobody() throws Exception {
        String one = commit(100);
        second.turn();
        assertEquals(one, second.revision());
        assertEquals(100, numproc(second));
        assertEquals("", second.waits());
    }

    @Test
    void newerCommitComesAfterTheNodeBeforeHasCarriedItOut() throws Exception {
        String one = commit(100);
        second.turn();
        String two = commit(200);
        first.turn();
        second.turn();
        assertEquals(two, first.revision());
        assertEquals(one, second.revision());
        assertEquals(100, numproc(second));
        assertTrue(second.waits().contains("for hn1, which never told anything"), second.waits());
        tell(two, "pending: applies 1 operation");
        second.turn();
        assertEquals(one, second.revision());
        tell(two, "success: as this commit wants it");
        second.turn();
        assertEquals(two, second.revision());
        assertEquals(200, numproc(second));
        assertEquals("", second.waits());
        assertEquals(
                "waits no more",
                second.world().heard.stream()
                        .filter(line -> line.startsWith("waits"))
                        .toList()
                        .getLast());
    }

    @Test
    void nodeGoesAsFarAsTheOneBeforeAndNoFurther() throws Exception {
        commit(100);
        second.turn();
        String two = commit(200);
        String three = commit(300);
        tell(two, "success: as this commit wants it");
        tell(three, "failure: cannot be done: 1 VE, web9");
        second.turn();
        assertEquals(two, second.revision());
        assertEquals(200, numproc(second));
        assertTrue(second.waits().contains("failed with " + three.substring(0, 7)), second.waits());
        String four = commit(400);
        tell(four, "success: as this commit wants it");
        second.turn();
        assertEquals(four, second.revision());
    }

    @Test
    void driftIsHealedTowardsTheCommitThatIsKept() throws Exception {
        commit(100);
        second.turn();
        commit(200);
        second.world()
                .kernel
                .mishaps()
                .setLimit(new VeId(101), Resource.NUMPROC, Limit.of(new Count(7)));
        second.turn();
        assertEquals(100, numproc(second));
        assertFalse(second.waits().isEmpty());
    }

    @Test
    void restartedAgentStaysWhereItWas() throws Exception {
        String one = commit(100);
        second.turn();
        commit(200);
        Member again = member(HN2);
        again.turn();
        assertEquals(one, again.revision());
        assertEquals(100, numproc(again));
        assertFalse(again.waits().isEmpty());
    }

    @Test
    void reasonIsToldOnceAndStandsInTheStatusWithItsBegin() throws Exception {
        commit(100);
        second.turn();
        clock.pass(Duration.ofMinutes(1));
        commit(200);
        Instant since = clock.instant();
        for (int i = 0; i < 3; i++) {
            second.turn();
            clock.pass(Duration.ofMinutes(1));
        }
        assertEquals(
                1, second.world().heard.stream().filter(line -> line.startsWith("waits:")).count());
        assertEquals(since, second.loop().view().source().waits().orElseThrow().since());
        assertEquals(
                Optional.of(second.waits()),
                StatusFile.read(second.world().node.files().status())
                        .orElseThrow()
                        .wanted()
                        .waits());
    }

    @Test
    void personTakesTheCommitThatWaitsAndTheNextWaitsAgain() throws Exception {
        commit(100);
        second.turn();
        assertEquals(Optional.empty(), second.loop().release());
        String two = commit(200);
        second.turn();
        assertEquals(Optional.of(two), second.loop().release());
        second.turn();
        assertEquals(two, second.revision());
        commit(300);
        second.turn();
        assertEquals(two, second.revision());
        assertFalse(second.waits().isEmpty());
    }

    @Test
    void commitThatTakesTheOrderAwayWaitsForNobody() throws Exception {
        commit(100);
        second.turn();
        String two = commit(200, "");
        second.turn();
        assertEquals(two, second.revision());
    }

    @Test
    void orderThatCannotBeKeptKeepsTheNodeAndSaysSo() throws Exception {
        String one = commit(100);
        second.turn();
        commit(200, "hn2");
        second.turn();
        assertEquals(one, second.revision());
        assertTrue(second.waits().contains("hn2, which is itself"), second.waits());
        commit(200, "hn9");
        second.turn();
        assertEquals(one, second.revision());
        assertTrue(second.waits().contains("hn9, which never told"), second.waits());
    }

    /// Anybody who may push can write there.
    @Test
    void notesThatAreNoneLetNothingThrough() throws Exception {
        String one = commit(100);
        second.turn();
        String two = commit(200);
        work.git("update-ref", "refs/notes/vzgit/hn1", two);
        second.turn();
        assertEquals(one, second.revision());
        String blob = work.git("rev-parse", two + ":web.yaml");
        work.git("update-ref", "refs/notes/vzgit/hn1", blob);
        second.turn();
        assertEquals(one, second.revision());
        assertTrue(Files.exists(second.world().node.files().status()));
    }

    @Test
    void holdOfAPersonComesBeforeAnyOrder() throws Exception {
        String one = commit(100);
        second.turn();
        Instant now = clock.instant();
        second.world()
                .node
                .files()
                .holds()
                .update(
                        now,
                        all ->
                                all.pin(
                                        Optional.of(
                                                new Holds.Pin(
                                                        one,
                                                        new Hold(
                                                                "alice",
                                                                "test",
                                                                now,
                                                                now.plusSeconds(60))))));
        String two = commit(200);
        tell(two, "success: as this commit wants it");
        second.turn();
        assertEquals(one, second.revision());
        assertEquals("", second.waits());
        clock.pass(Duration.ofMinutes(2));
        second.turn();
        assertEquals(two, second.revision());
    }
}
