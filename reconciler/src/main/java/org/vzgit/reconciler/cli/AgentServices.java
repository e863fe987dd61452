package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.loop.HoldFile;
import org.vzgit.reconciler.loop.Holds;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.loop.ReconcileLoop;
import org.vzgit.reconciler.serve.AgentPort;
import org.vzgit.reconciler.serve.Control;
import org.vzgit.reconciler.serve.ControlSocket;
import org.vzgit.reconciler.serve.HttpEndpoint;
import org.vzgit.reconciler.serve.Metrics;
import org.vzgit.reconciler.source.TokenFile;
import picocli.CommandLine.Option;

/// What an agent offers to others while it runs.
final class AgentServices {
    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "Serve /metrics, /healthz and webhooks there (default: nowhere).")
    private Optional<String> listen = Optional.empty();

    @Option(
            names = "--hook-secret-file",
            paramLabel = "FILE",
            description = {
                "Accept webhooks at /hook/github, gitlab, gitea and generic that prove to know",
                "the secret in FILE (default: the systemd credential hook-secret)."
            })
    private Optional<Path> secretFile = Optional.empty();

    /// Opens what the options want; the control socket always.
    Running open(NodeHome home, ReconcileLoop loop, Metrics metrics, Console console)
            throws CommandFailure {
        AgentPort agent = port(loop, HoldFile.of(home));
        Running running = new Running();
        try {
            running.add(ControlSocket.open(ControlSocket.of(home), new Control(agent)));
            if (listen.isPresent()) {
                HttpEndpoint http =
                        HttpEndpoint.open(address(listen.get()), agent, metrics, secret(console));
                running.add(http);
                running.address = Optional.of(http.address());
            }
            return running;
        } catch (IOException | IllegalArgumentException failed) {
            running.close();
            throw new CommandFailure(ExitCode.TOOL_FAILED, "serve: " + failed.getMessage(), failed);
        }
    }

    /// Everything that was opened, in order.
    static final class Running implements AutoCloseable {
        private final List<AutoCloseable> open = new ArrayList<>();
        private Optional<InetSocketAddress> address = Optional.empty();

        /// Where it listens for HTTP, if it does.
        Optional<InetSocketAddress> address() {
            return address;
        }

        void add(AutoCloseable one) {
            open.add(one);
        }

        @Override
        public void close() {
            for (AutoCloseable one : open.reversed()) {
                try {
                    one.close();
                } catch (Exception _) {
                    // The process ends; the kernel closes what is left.
                }
            }
        }
    }

    /// An address is never looked up: a name could be somebody else's by tomorrow.
    static InetSocketAddress address(String text) throws CommandFailure {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= PORT_MAX) {
                String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
                return new InetSocketAddress(InetAddress.ofLiteral(host), port);
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "--listen: "
                        + text
                        + " is not an address and a port, such as 127.0.0.1:9180 or"
                        + " [::]:9180");
    }

    private Optional<String> secret(Console console) throws IOException {
        Optional<Path> file =
                secretFile.or(() ->
                        Optional.ofNullable(
                                        console.surroundings()
                                                .variables()
                                                .get("CREDENTIALS_DIRECTORY"))
                                .map(directory -> Path.of(directory, "hook-secret"))
                                .filter(Files::exists));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TokenFile(file.get()).secret());
        } catch (IOException unreadable) {
            throw new IOException(
                    "read " + file.get() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static AgentPort port(ReconcileLoop loop, HoldFile holds) {
        return new AgentPort() {
            @Override
            public LoopView view() {
                return loop.view();
            }

            @Override
            public void sync() {
                loop.sync();
            }

            @Override
            public void poke() {
                loop.poke();
            }

            @Override
            public void look() {
                loop.look();
            }

            @Override
            public Optional<String> release() {
                return loop.release();
            }

            @Override
            public Instant cancel() {
                return loop.cancel();
            }

            @Override
            public int suspended() {
                try {
                    Holds now = holds.read(Instant.now());
                    return now.ves().size() + (now.node().isPresent() ? 1 : 0);
                } catch (IOException _) {
                    // Told by every pass; here it must not look like nothing.
                    return -1;
                }
            }
        };
    }
}
