package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// A desired state with as many VEs as are wanted, as a user would write it: one file for each VE.
///
/// @param count how many VEs, at most 60,000
/// @param running whether they are to run
/// @param version of each VE by its index: a VE with the next version has other values in all of
///   its limits
record Fleet(int count, boolean running, IntUnaryOperator version) {
    static final NodeName NODE = new NodeName("bench");
    static final String REPOSITORY = "bench";

    private static final int FIRST_VEID = 101;
    private static final int ADDRESSES_PER_OCTET = 250;

    private static final String NODE_FILE =
            """
            apiVersion: vzgit/v1
            kind: Node
            metadata: {name: bench}
            spec: {removalBudget: 100000}
            """;

    private static final String VE_FILE =
            """
            apiVersion: vzgit/v1
            kind: VE
            metadata:
              name: ve%1$d
              labels: {tier: web}
            spec:
              veid: %1$d
              node: bench
              state: %2$s
              deletion: destroy
              template: busybox
              hostname: ve%1$d.example.org
              description: one of many
              network:
                addresses: [10.101.%3$d.%4$d]
                nameservers: [10.101.0.1]
              cpu: {units: %5$d, limit: %6$d, mask: "%7$s"}
              io: {limit: %8$dM, iops: %9$d}
              beancounters:
                numproc: %9$d
                physpages: 0:%8$dM
                swappages: 0:%8$dM
            """;

    /// All of a first version.
    static Fleet running(int count) {
        return new Fleet(count, true, _ -> 0);
    }

    static Fleet stopped(int count) {
        return new Fleet(count, false, _ -> 0);
    }

    Fleet with(IntUnaryOperator versions) {
        return new Fleet(count, running, versions);
    }

    DesiredState desired() {
        DesiredState state =
                new DesiredStateReader().read(new Revision(Revision.DIRECTORY, ""), files());
        if (state.hasErrors()) {
            throw new IllegalStateException(state.diagnostics().getFirst().toString());
        }
        return state;
    }

    /// Each file by a rename: an agent that looks meanwhile would take half a file for a VE less.
    void write(Path directory) throws IOException {
        for (SourceFile file : files()) {
            Path path = directory.resolve(file.path());
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(fresh, file.text());
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<SourceFile> files() {
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile("node.yaml", NODE_FILE));
        for (int index = 0; index < count; index++) {
            files.add(new SourceFile("ve/ve" + (FIRST_VEID + index) + ".yaml", file(index)));
        }
        return files;
    }

    /// numproc of a version.
    static int processes(int version) {
        return 200 + 100 * (version % 2);
    }

    private String file(int index) {
        int odd = version.applyAsInt(index) % 2;
        return String.format(
                Locale.ROOT,
                VE_FILE,
                FIRST_VEID + index,
                running ? "running" : "stopped",
                index / ADDRESSES_PER_OCTET,
                1 + index % ADDRESSES_PER_OCTET,
                1000 + 500 * odd,
                50 + 50 * odd,
                odd == 0 ? "0" : "0-1",
                128 + 128 * odd,
                processes(odd));
    }
}
