package org.vzgit.reconciler.source;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/// sshd and Apache in a container of Debian's packages, which serve the repositories of a directory
/// on the loopback interface: `ssh://`, and `https://` with git-http-backend, TLS and a password.
final class GitServer implements AutoCloseable {
    static final String TOKEN = "s3cr3t-0f-the-f0rge";

    /// launcher/engine.sh makes it; nothing is pulled from anywhere.
    private static final String IMAGE = "vzgit-test/git-server:1";

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Path directory;
    private final int sshPort;
    private final int httpsPort;
    private final GenericContainer<?> container;

    /// @param directory has the repositories; gets `conf` with keys and certificates
    GitServer(Path directory) throws IOException {
        this.directory = directory;
        this.sshPort = freePort();
        this.httpsPort = freePort();
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(conf.resolve("start"), START);
        Files.writeString(conf.resolve("sshd_config"), SSHD.formatted(sshPort));
        Files.writeString(conf.resolve("apache.conf"), APACHE.formatted(httpsPort));
        container =
                new GenericContainer<>(DockerImageName.parse(IMAGE))
                        .withImagePullPolicy(_ -> false)
                        // The engine may have neither a bridge nor rules for one.
                        .withNetworkMode("host")
                        .withFileSystemBind(directory.toString(), "/srv", BindMode.READ_WRITE)
                        .withCommand("/bin/bash", "/srv/conf/start")
                        .withStartupCheckStrategy(new IsRunningStartupCheckStrategy());
    }

    /// Tells why where it cannot run.
    static void assumeEngine() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            Assumptions.abort("no container engine answers; sudo ./vzgit test starts one");
        }
        try {
            DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException missing) {
            Assumptions.abort("no image " + IMAGE + "; sudo ./vzgit test makes it");
        }
    }

    GitServer start() throws IOException {
        container.start();
        awaitPort(sshPort);
        awaitPort(httpsPort);
        return this;
    }

    /// The servers are gone; connections are refused.
    void stop() {
        container.stop();
    }

    /// The servers are there and say nothing.
    void pause() {
        DockerClientFactory.instance()
                .client()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    void resume() {
        DockerClientFactory.instance()
                .client()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    String ssh(String repository) {
        return "ssh://root@127.0.0.1:" + sshPort + "/srv/" + repository;
    }

    String https(String repository) {
        return "https://127.0.0.1:" + httpsPort + "/git/" + repository;
    }

    int sshPort() {
        return sshPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    /// What `ssh-keyscan` would write for this server, under another port if one stands before it.
    String knownHost(int port) throws IOException {
        String key = Files.readString(conf("host.pub")).strip();
        return "[127.0.0.1]:" + port + " " + key + "\n";
    }

    Path conf(String file) {
        return directory.resolve("conf").resolve(file);
    }

    String log() {
        return container.getLogs(OutputFrame.OutputType.STDOUT, OutputFrame.OutputType.STDERR);
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitPort(int port) throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end && container.isRunning()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                pauseBriefly();
            }
        }
        throw new IOException("nothing listens on port " + port + ": " + log());
    }

    private static void pauseBriefly() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Makes a key pair for a client of the server.
    static Path clientKey(Path directory, Path authorized) throws Exception {
        Path key = directory.resolve("client_key");
        Process made =
                new ProcessBuilder(
                                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException("ssh-keygen: " + made.exitValue());
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(authorized.resolveSibling(""));
        Files.copy(directory.resolve("client_key.pub"), authorized);
        return key;
    }

    private static final String START =
            """
            set -e
            chmod 755 /srv /srv/conf
            cd /srv/conf
            [ -e host ] || ssh-keygen -q -t ed25519 -N '' -f host
            [ -e tls.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \\
                -keyout tls.key -out tls.pem -days 2 -subj /CN=127.0.0.1 \\
                -addext subjectAltName=IP:127.0.0.1 2>/dev/null
            htpasswd -b -c -B -C 4 passwords x-access-token '%s' 2>/dev/null
            git config --system --add safe.directory '*'
            git config --system receive.denyCurrentBranch ignore
            mkdir -p /run/sshd /run/apache2
            /usr/sbin/sshd -e -f /srv/conf/sshd_config -D &
            exec /usr/sbin/apache2 -f /srv/conf/apache.conf -DFOREGROUND
            """
                    .formatted(TOKEN);

    private static final String SSHD =
            """
            ListenAddress 127.0.0.1:%d
            HostKey /srv/conf/host
            AuthorizedKeysFile /srv/conf/authorized_keys
            StrictModes no
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            UsePAM no
            """;

    private static final String APACHE =
            """
            ServerName 127.0.0.1
            ServerRoot /etc/apache2
            PidFile /run/apache2/pid
            ErrorLog /dev/stderr
            Listen 127.0.0.1:%d
            LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
            LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
            LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
            LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
            LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
            LoadModule auth_basic_module /usr/lib/apache2/modules/mod_auth_basic.so
            LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
            LoadModule env_module /usr/lib/apache2/modules/mod_env.so
            LoadModule cgi_module /usr/lib/apache2/modules/mod_cgi.so
            LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
            LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so
            LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
            User www-data
            SSLEngine on
            SSLCertificateFile /srv/conf/tls.pem
            SSLCertificateKeyFile /srv/conf/tls.key
            SetEnv GIT_PROJECT_ROOT /srv
            SetEnv GIT_HTTP_EXPORT_ALL 1
            SetEnvIf Git-Protocol ".*" GIT_PROTOCOL=$0
            ScriptAlias /git/ /usr/lib/git-core/git-http-backend/
            <Location /git/>
                AuthType Basic
                AuthName git
                AuthUserFile /srv/conf/passwords
                Require valid-user
            </Location>
            """;
}
