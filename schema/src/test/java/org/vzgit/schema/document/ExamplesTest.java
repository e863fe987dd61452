package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeSpec;

/// The desired state that the demo uses is what new users copy.
final class ExamplesTest {
    private static final Path ROOT = Path.of("../examples/desired-state");

    @Test
    void examplesHaveNoFindings() {
        DesiredState state = States.read(files());
        assertEquals(List.of(), state.diagnostics().stream().filter(ExamplesTest::tells).toList());
        assertEquals("[101, 102, 103]", state.ves().keySet().toString());
        assertEquals(14, state.documents());
    }

    @Test
    void examplesUseOnlyWhatIsCarriedOut() {
        DesiredState state = States.read(files());
        assertTrue(state.ves().values().stream().map(VeSpec::unsupported).allMatch(List::isEmpty));
    }

    /// Profiles that no VE links to may show what is still to come.
    private static boolean tells(Diagnostic finding) {
        return !(finding.code() == DiagnosticCode.NOT_SUPPORTED_YET
                && finding.origin().path().startsWith("profiles/v"));
    }

    /// OpenVZ's own samples: each as a VE by itself, on every rule of vzcfgvalidate.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ve-basic",
                "ve-light",
                "vswap-256m",
                "vswap-512m",
                "vswap-1024m",
                "vswap-2g",
                "vswap-4g"
            })
    void sampleOfOpenVzKeepsAllRulesOfItsOwnValidator(String sample) {
        List<SourceFile> all = new ArrayList<>(files());
        all.add(
                new SourceFile(
                        "ve/x.yaml",
                        States.web(900, "").replace("hn1", "demo")
                                + "  profiles: ["
                                + sample
                                + "]\n"));
        DesiredState state = States.read(all);
        assertEquals(List.of(), state.diagnostics().stream().filter(ExamplesTest::tells).toList());
        VeSpec ve = States.only(state, 900);
        boolean vswap = sample.startsWith("vswap");
        assertEquals(
                vswap,
                ve.resources().getOrDefault(Resource.PHYSPAGES, Limit.NOT_MANAGED)
                        instanceof Limit.Value);
        assertEquals(
                vswap ? 2 : 20, ve.beancounters().size() - (sample.equals("vswap-256m") ? 1 : 0));
    }

    static List<SourceFile> files() {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(Files::isRegularFile).sorted().map(ExamplesTest::file).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile file(Path path) {
        try {
            return new SourceFile(ROOT.relativize(path).toString(), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
