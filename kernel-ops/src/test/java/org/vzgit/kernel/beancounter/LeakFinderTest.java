package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Beancounter;

/// When held is corrected, and when not, with a kernel in memory.
class LeakFinderTest {
    private static final int SLOT = 9;
    private static final int NAMESPACE = 1_026_532_000;
    private static final long CGROUP = 77;

    private final MemoryBpf kernel = new MemoryBpf();
    private final ScriptedCensus census = new ScriptedCensus();
    private CounterMaps maps;
    private LeakFinder finder;

    /// Shows what the test puts in; corrections go to the counters as the kernel's would.
    private final class ScriptedCensus implements Census {
        final List<Found> there = new ArrayList<>();
        final List<Found> dead = new ArrayList<>();
        Runnable whileLooking = () -> {};
        boolean broken;
        int looks;

        @Override
        public Sighting look() throws IOException {
            if (broken) {
                throw new IOException("no iterators");
            }
            looks++;
            Sighting sighting = new Sighting();
            there.forEach(sighting::add);
            whileLooking.run();
            return sighting;
        }

        @Override
        public List<Found> sweep() {
            List<Found> swept = List.copyOf(dead);
            dead.clear();
            return swept;
        }

        @Override
        public List<Found> buffers() {
            return List.of();
        }

        @Override
        public void correct(int slot, Beancounter resource, long amount) throws ErrnoException {
            long held = maps.row(slot, resource).held() + amount;
            kernel.count(slot, resource, held, held, 0);
        }
    }

    @BeforeEach
    void open() throws Exception {
        maps = kernel.maps();
        finder = new LeakFinder(maps, census, LeakFinder.AUDITED);
        maps.begin(SLOT, 101);
    }

    private void lead() throws ErrnoException {
        maps.own(NAMESPACE, SLOT);
        maps.lead(CGROUP, SLOT);
    }

    private void hold(long files) {
        kernel.count(SLOT, Beancounter.NUMFILE, files, files, 0);
    }

    private long held() throws ErrnoException {
        return maps.row(SLOT, Beancounter.NUMFILE).held();
    }

    private void showProcess() {
        census.there.add(found(Beancounter.NUMPROC, NAMESPACE, CGROUP, 1234));
    }

    private void showFiles(int count) {
        for (int i = 0; i < count; i++) {
            census.there.add(found(Beancounter.NUMFILE, NAMESPACE, 0x1000L + i, 1));
        }
    }

    private static Found found(Beancounter resource, int owner, long object, long amount) {
        return new Found(CounterSlot.ROWS.indexOf(resource), owner, object, amount);
    }

    private static Correction files(long amount) {
        return new Correction(101, Beancounter.NUMFILE, amount);
    }

    @Test
    void whatAgreesIsLeftAloneAfterTwoLooks() throws Exception {
        lead();
        showProcess();
        showFiles(3);
        hold(3);
        assertEquals(List.of(), finder.audit());
        assertEquals(2, census.looks);
    }

    @Test
    void aFileThatManyProcessesShareIsOne() throws Exception {
        lead();
        showProcess();
        showFiles(3);
        showFiles(3);
        hold(3);
        assertEquals(List.of(), finder.audit());
    }

    @Test
    void heldThatIsTooLowIsRaisedAtOnce() throws Exception {
        lead();
        showProcess();
        showFiles(5);
        hold(2);
        assertEquals(List.of(files(3)), finder.audit());
        assertEquals(5, held());
        assertEquals(List.of(), finder.audit());
    }

    @Test
    void heldThatIsTooHighIsLeftWhileSomebodyIsThere() throws Exception {
        lead();
        showProcess();
        showFiles(5);
        hold(7);
        for (int i = 0; i < 2 * LeakFinder.AUDITS; i++) {
            assertEquals(List.of(), finder.audit());
        }
        assertEquals(7, held());
    }

    @Test
    void heldOfAnEmptyVeIsLoweredByTheSecondAudit() throws Exception {
        lead();
        hold(7);
        assertEquals(List.of(), finder.audit());
        assertEquals(List.of(files(-7)), finder.audit());
        assertEquals(0, held());
    }

    @Test
    void anEmptyVeThatComesBackIsNotLowered() throws Exception {
        lead();
        hold(7);
        finder.audit();
        showProcess();
        assertEquals(List.of(), finder.audit());
        census.there.clear();
        assertEquals(List.of(), finder.audit());
        assertEquals(List.of(files(-7)), finder.audit());
    }

    @Test
    void whereFilesComeAndGoNothingIsDecidedAndTheLooksEnd() throws Exception {
        lead();
        showProcess();
        showFiles(5);
        long[] now = {1};
        census.whileLooking = () -> hold(now[0]++);
        assertEquals(List.of(), finder.audit());
        assertEquals(LeakFinder.LOOKS_MAX, census.looks);
    }

    @Test
    void otherFilesOfTheSameNumberAreNotQuiet() throws Exception {
        lead();
        showProcess();
        hold(2);
        long[] next = {0x9000};
        census.whileLooking =
                () -> {
                    census.there.removeIf(each -> each.object() >= 0x9000);
                    for (int i = 0; i < 3; i++) {
                        census.there.add(found(Beancounter.NUMFILE, NAMESPACE, next[0]++, 1));
                    }
                };
        assertEquals(List.of(), finder.audit());
        assertEquals(2, held());
    }

    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            names = {"NUMFLOCK", "NUMPTY", "NUMSIGINFO"})
    void locksTerminalsAndSignalsAreAuditedAsFilesAre(Beancounter resource) throws Exception {
        lead();
        showProcess();
        census.there.add(found(resource, NAMESPACE, 0x1000, 1));
        census.there.add(found(resource, NAMESPACE, 0x2000, 1));
        kernel.count(SLOT, resource, 1, 1, 0);
        assertEquals(List.of(new Correction(101, resource, 1)), finder.audit());
        census.there.clear();
        assertEquals(List.of(), finder.audit());
        assertEquals(List.of(new Correction(101, resource, -2)), finder.audit());
        assertEquals(0, maps.row(SLOT, resource).held());
    }

    @Test
    void anObjectCountsForAsMuchAsItIs() throws Exception {
        lead();
        showProcess();
        census.there.add(found(Beancounter.NUMSIGINFO, NAMESPACE, 0x1000, 30));
        census.there.add(found(Beancounter.NUMSIGINFO, NAMESPACE, 0x2000, 4));
        assertEquals(List.of(new Correction(101, Beancounter.NUMSIGINFO, 34)), finder.audit());
    }

    @Test
    void whatNoProgramCountsHereIsNotCorrected() throws Exception {
        finder = new LeakFinder(maps, census, Set.of(Beancounter.NUMFILE));
        lead();
        showProcess();
        showFiles(1);
        census.there.add(found(Beancounter.NUMPTY, NAMESPACE, 0x1000, 1));
        assertEquals(List.of(files(1)), finder.audit());
        assertEquals(0, maps.row(SLOT, Beancounter.NUMPTY).held());
    }

    @Test
    void oneRowThatIsBusyDoesNotKeepAnotherWaiting() throws Exception {
        lead();
        showProcess();
        showFiles(5);
        census.there.add(found(Beancounter.NUMFLOCK, NAMESPACE, 0x1000, 1));
        long[] now = {1};
        census.whileLooking = () -> hold(now[0]++);
        assertEquals(List.of(new Correction(101, Beancounter.NUMFLOCK, 1)), finder.audit());
    }

    @Test
    void aRunningVeIsTakenOverWithItsLocksTerminalsAndSignals() throws Exception {
        showProcess();
        census.there.add(found(Beancounter.NUMFLOCK, NAMESPACE, 0x1000, 1));
        census.there.add(found(Beancounter.NUMPTY, NAMESPACE, 0x2000, 1));
        census.there.add(found(Beancounter.NUMSIGINFO, NAMESPACE, 0x3000, 7));
        finder.takeOver(SLOT, CGROUP);
        assertEquals(1, maps.row(SLOT, Beancounter.NUMFLOCK).held());
        assertEquals(1, maps.row(SLOT, Beancounter.NUMPTY).held());
        assertEquals(7, maps.row(SLOT, Beancounter.NUMSIGINFO).maxheld());
    }

    @Test
    void filesOfOthersAreNotItsOwn() throws Exception {
        lead();
        showProcess();
        showFiles(2);
        hold(2);
        census.there.add(found(Beancounter.NUMFILE, NAMESPACE + 1, 0x8000, 1));
        assertEquals(List.of(), finder.audit());
    }

    @Test
    void whatSweepsGaveBackIsSummedByVeAndResource() throws Exception {
        lead();
        showProcess();
        census.dead.add(found(Beancounter.NUMTCPSOCK, SLOT, 0x1, 1));
        census.dead.add(found(Beancounter.PRIVVMPAGES, SLOT, 0x2, 250));
        census.dead.add(found(Beancounter.NUMTCPSOCK, SLOT, 0x3, 1));
        census.dead.add(found(Beancounter.NUMTCPSOCK, SLOT + 1, 0x4, 1));
        assertEquals(
                List.of(
                        new Correction(101, Beancounter.PRIVVMPAGES, -250),
                        new Correction(101, Beancounter.NUMTCPSOCK, -2)),
                finder.audit());
    }

    @Test
    void whatALookHasChargedIsTold() throws Exception {
        lead();
        showProcess();
        int entered = Sighting.ENTERED + CounterSlot.ROWS.indexOf(Beancounter.NUMOTHERSOCK);
        census.there.add(new Found(entered, SLOT, 0x5, 1));
        census.whileLooking = () -> census.there.removeIf(each -> each.resource() == entered);
        assertEquals(List.of(new Correction(101, Beancounter.NUMOTHERSOCK, 1)), finder.audit());
    }

    @Test
    void aRunningVeIsTakenOverWithItsFilesAndNamespaces() throws Exception {
        showProcess();
        showFiles(4);
        finder.takeOver(SLOT, CGROUP);
        assertEquals(4, held());
        assertEquals(4, maps.row(SLOT, Beancounter.NUMFILE).maxheld());
        assertEquals(Set.of(NAMESPACE), maps.namespaces().get(SLOT));
        assertTrue(maps.leads(CGROUP, SLOT));
    }

    @Test
    void whatIsOpenedDuringTheTakeOverIsAdded() throws Exception {
        showProcess();
        showFiles(4);
        census.whileLooking =
                () -> {
                    if (census.looks == 1) {
                        showFiles(6);
                    }
                };
        finder.takeOver(SLOT, CGROUP);
        assertEquals(6, held());
    }

    @Test
    void aCgroupWithoutProcessesIsOnlyLedTo() throws Exception {
        showFiles(4);
        finder.takeOver(SLOT, CGROUP);
        assertEquals(0, held());
        assertEquals(1, census.looks);
        assertTrue(maps.leads(CGROUP, SLOT));
        assertFalse(maps.namespaces().containsKey(SLOT));
    }

    @Test
    void withoutALookTheVeIsStillLedTo() throws Exception {
        census.broken = true;
        assertThrows(IOException.class, () -> finder.takeOver(SLOT, CGROUP));
        assertTrue(maps.leads(CGROUP, SLOT));
    }
}
