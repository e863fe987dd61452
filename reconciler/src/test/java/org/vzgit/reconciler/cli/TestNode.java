package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;

/// Commands with captured streams on a simulated kernel, a home and a desired state in a temporary
/// directory.
final class TestNode {
    final SimulatedKernel kernel = new SimulatedKernel(features(), templates());
    final List<List<String>> ranInside = new ArrayList<>();
    final Path home;
    final Path desired;
    private final Path configuration;
    private Ports ports;

    /// @param directory the test's own
    TestNode(Path directory) throws IOException {
        home = directory.resolve("home");
        desired = directory.resolve("desired");
        configuration = directory.resolve("vzgit.conf");
        ports = new Ports(_ -> kernel, _ -> kernel, _ -> new Recorded(ranInside), configuration);
        Files.createDirectories(desired);
    }

    /// Notes what would run in one VE; what is for many runs here, with the veid in its
    /// environment.
    private record Recorded(List<List<String>> calls) implements Insides.Inside {
        @Override
        public int run(VeId veid, VeCommand command) {
            List<String> call = new ArrayList<>(List.of(veid.toString()));
            command.script().ifPresent(file -> call.add("script " + file.getFileName()));
            call.addAll(command.words());
            calls.add(call);
            return 42;
        }

        @Override
        public Process start(VeId veid, VeCommand command) throws OperationFailure {
            if (command.words().getFirst().equals("fail-to-join")) {
                throw new OperationFailure(FailureKind.GONE, "VE " + veid + " does not run");
            }
            ProcessBuilder builder = new ProcessBuilder(command.words());
            builder.environment().put("VEID", veid.toString());
            try {
                return builder.start();
            } catch (IOException e) {
                throw new OperationFailure(FailureKind.BROKEN, "start: " + e, e);
            }
        }

        @Override
        public void close() {}
    }

    /// The same node on another kernel.
    TestNode on(Kernels kernels) {
        ports = new Ports(kernels::open, kernels, ports.insides(), configuration);
        return this;
    }

    /// @param out what stood on standard output
    record Result(int code, String out, String err) {}

    /// Runs a command on this node's home, without a terminal.
    Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(arguments));
        return bare(all.toArray(String[]::new));
    }

    /// Runs a command line as it stands.
    Result bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(Map.of(), "hn1", false, false);
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), surroundings);
        int code = Cli.run(console, ports, arguments);
        return new Result(code, out.toString(), err.toString());
    }

    void write(String path, String text) throws IOException {
        Path file = desired.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// A node hn1 and a VE web1 on it.
    TestNode withWeb1(int numproc) throws IOException {
        write(
                "hn1.yaml",
                """
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: hn1}
                spec: {}
                """);
        write("web1.yaml", ve("web1", 101, "beancounters: {numproc: " + numproc + "}"));
        return this;
    }

    static String ve(String name, int veid, String more) {
        return """
        apiVersion: vzgit/v1
        kind: VE
        metadata: {name: %s}
        spec:
          veid: %d
          node: hn1
          template: busybox
          %s
        """
                .formatted(name, veid, more);
    }

    private static Features features() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        return new Features("6.18.0", controls, 2);
    }

    private static Map<org.vzgit.schema.TemplateName, TemplateRef> templates() {
        return Map.of(TemplateSpec.BUSYBOX, new TemplateRef(TemplateSpec.BUSYBOX, "1f3a"));
    }
}
