package org.vzgit.reconciler.source;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/// SSH as OpenSSH users expect it: keys, agent, `~/.ssh/config` and `known_hosts` are honoured. But
/// a host that is not in `known_hosts` is refused, whatever the configuration says: nobody is there
/// to be asked, and who answers decides what root runs on this node.
///
/// Loaded only for SSH repositories: sshd and BouncyCastle, which it finds on the class path for
/// ed25519 keys, cost half a second of start-up.
final class SshSessions extends SshdSessionFactory {
    private final Credentials credentials;

    SshSessions(Path userHome, Credentials credentials) {
        this.credentials = credentials;
        File home = userHome.toFile();
        setHomeDirectory(home);
        setSshDirectory(new File(home, ".ssh"));
    }

    @Override
    protected List<Path> getDefaultIdentities(File ssh) {
        return credentials.sshKey().map(List::of).orElseGet(() -> super.getDefaultIdentities(ssh));
    }

    @Override
    protected List<Path> getDefaultKnownHostsFiles(File ssh) {
        return credentials
                .knownHosts()
                .map(List::of)
                .orElseGet(() -> super.getDefaultKnownHostsFiles(ssh));
    }

    @Override
    protected String getDefaultPreferredAuthentications() {
        return "publickey";
    }

    @Override
    protected ServerKeyDatabase createServerKeyDatabase(File home, File ssh) {
        return new StrictHostKeys(super.createServerKeyDatabase(home, ssh));
    }

    private record StrictHostKeys(ServerKeyDatabase known) implements ServerKeyDatabase {
        @Override
        public List<PublicKey> lookup(
                String address, InetSocketAddress remote, Configuration configuration) {
            return known.lookup(address, remote, new Strict(configuration));
        }

        @Override
        public boolean accept(
                String address,
                InetSocketAddress remote,
                PublicKey key,
                Configuration configuration,
                CredentialsProvider provider) {
            return known.accept(address, remote, key, new Strict(configuration), provider);
        }
    }

    private record Strict(ServerKeyDatabase.Configuration configured)
            implements ServerKeyDatabase.Configuration {
        @Override
        public List<String> getUserKnownHostsFiles() {
            return configured.getUserKnownHostsFiles();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return configured.getGlobalKnownHostsFiles();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return StrictHostKeyChecking.REQUIRE_MATCH;
        }

        @Override
        public boolean getHashKnownHosts() {
            return configured.getHashKnownHosts();
        }

        @Override
        public String getUsername() {
            return configured.getUsername();
        }
    }
}
