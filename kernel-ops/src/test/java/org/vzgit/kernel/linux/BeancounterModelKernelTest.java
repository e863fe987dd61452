package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Random sequences of forks, kills, changed bounds and killed agents on real cgroups, beside a
/// model of three numbers. Never is more admitted than the bound allows, no refusal is lost, no
/// counter is reset, and at the end nothing is held.
@Tag("kernel")
final class BeancounterModelKernelTest {
    private static final VeId VE = new VeId(4901);

    /// Long enough for every pair of events to meet; a step takes some milliseconds.
    private static final int STEPS = 40;

    /// A shell that forks is two tasks: itself, which joins from outside and is never refused, and
    /// its child, which is.
    private static final class Model {
        final List<Process> shells = new ArrayList<>();
        long held;
        long maxheld;
        long failcnt;
        long bound = UbcRow.UNLIMITED;

        boolean fork() {
            held++;
            maxheld = Math.max(maxheld, held);
            if (held >= bound) {
                failcnt++;
                return false;
            }
            held++;
            maxheld = Math.max(maxheld, held);
            return true;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void nothingIsOverAdmittedLostOrLeft(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (ScratchVes ves = new ScratchVes("model")) {
            Assumptions.assumeTrue(
                    ves.beancounters().levels().get(Beancounter.NUMPROC) == UbcLevel.CGROUP,
                    "this kernel has no pids controller");
            ves.make(VE);
            Model model = new Model();
            for (int step = 0; step < STEPS; step++) {
                step(ves, model, random);
                compare(ves, model, "seed " + seed + " step " + step);
            }
            while (!model.shells.isEmpty()) {
                kill(model, model.shells.removeLast());
            }
            compare(ves, model, "the end");
            assertEquals(0, ves.row(VE, Beancounter.NUMPROC).held());
            assertEquals(0, ves.row(VE, Beancounter.NUMFILE).held());
            assertEquals(0, ves.row(VE, Beancounter.PRIVVMPAGES).held());
        }
    }

    private static void step(ScratchVes ves, Model model, RandomGenerator random) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> {
                model.bound = 1L + random.nextInt(12);
                ves.beancounters()
                        .set(
                                VE,
                                Beancounter.NUMPROC,
                                BarrierLimit.both(UbcRow.limit(Beancounter.NUMPROC, model.bound)));
            }
            case 1 -> ves.restartAgent();
            case 2 -> {
                if (!model.shells.isEmpty()) {
                    kill(model, model.shells.remove(random.nextInt(model.shells.size())));
                }
            }
            default -> fork(ves, model);
        }
    }

    /// The shell tells whether its fork came off, then lives until its input ends.
    private static void fork(ScratchVes ves, Model model) throws Exception {
        Process shell =
                ves.shell(VE, "exec 3<&0; { read hold <&3; } & echo forked; read hold; wait");
        shell.outputWriter().append('\n').flush();
        String line = shell.inputReader().readLine();
        boolean admitted = "forked".equals(line);
        assertEquals(model.fork(), admitted, "a fork was admitted at " + model.held);
        if (admitted) {
            model.shells.add(shell);
        } else {
            shell.waitFor();
            model.held--;
        }
    }

    /// The child is killed, and the shell, which reaps it, comes to the end of its input.
    private static void kill(Model model, Process shell) throws Exception {
        shell.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        shell.outputWriter().close();
        shell.waitFor();
        model.held -= 2;
    }

    private static void compare(ScratchVes ves, Model model, String when) throws Exception {
        UbcRow row = ves.row(VE, Beancounter.NUMPROC);
        assertEquals(model.held, row.held(), when + ": held");
        assertEquals(model.maxheld, row.maxheld(), when + ": maxheld");
        assertEquals(model.failcnt, row.failcnt(), when + ": failcnt");
        assertEquals(model.bound, row.limit(), when + ": limit");
        assertTrue(row.held() <= row.maxheld());
    }
}
