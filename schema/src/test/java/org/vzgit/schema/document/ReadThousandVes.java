package org.vzgit.schema.document;

import java.util.List;
import java.util.stream.IntStream;

/// Times the first read of 1,000 VE files in a fresh JVM, and the tenth. Run it by hand: `java -cp
/// … org.vzgit.schema.document.ReadThousandVes`.
final class ReadThousandVes {
    private static final int VES = 1_000;
    private static final int ROUNDS = 10;

    private ReadThousandVes() {}

    public static void main(String[] arguments) {
        List<SourceFile> files =
                IntStream.range(0, VES)
                        .mapToObj(i -> new SourceFile("ve" + i + ".yaml", ve(i)))
                        .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            int read = States.read(files).ves().size();
            System.out.println(
                    round
                            + ": "
                            + read
                            + " VEs in "
                            + (System.nanoTime() - start) / 1_000_000
                            + " ms");
        }
    }

    private static String ve(int i) {
        return States.web(
                101 + i,
                """
                hostname: web%d.example.org
                network: {addresses: [10.101.%d.%d], nameservers: [10.101.0.1]}
                cpu: {units: 1000, limit: 50}
                beancounters: {numproc: 240, physpages: 0:256M}\
                """
                        .formatted(i, i / 250, 1 + i % 250));
    }
}
