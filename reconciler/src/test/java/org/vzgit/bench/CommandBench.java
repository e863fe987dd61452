package org.vzgit.bench;

import java.nio.file.Path;
import java.util.List;

/// Commands as a user starts them: the script, a new virtual machine, its end.
final class CommandBench {
    private static final int FILES = 1000;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 10;

    private final Path script;
    private final Path place;
    private final Report report;

    CommandBench(Path script, Path place, Report report) {
        this.script = script;
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Commands from a cold start");
        Path desired = place.resolve("validate");
        Fleet.running(FILES).write(desired);
        time("vzgit version", 150, List.of(script.toString(), "version"));
        time(
                "vzgit validate, " + FILES + " VE files",
                1500,
                List.of(script.toString(), "validate", desired.toString()));
    }

    private void time(String what, double goal, List<String> words) throws Exception {
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            sample.time(() -> Programs.run(words));
        }
        report.time(what, sample, goal);
    }
}
