package org.vzgit.reconciler.source;

import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Makes JGit depend on nothing but its arguments: no `/etc/gitconfig`, `~/.gitconfig` or
/// `~/.config/jgit` is read or written. What a node runs must not change with the home directory of
/// whoever started the agent (`url.*.insteadOf` could redirect it to another repository).
final class IsolatedGit extends SystemReader.Delegate {
    /// JGit 7.8 measures how fine the file system's timestamps are when it first opens a
    /// repository: 3.5 s, with probe files written beside the repository's own and a result kept in
    /// `~/.config/jgit`. It is told its own fallback instead; coarser than true is safe, it only
    /// reads files again that changed within the last seconds.
    private static final Duration TIMESTAMP_RESOLUTION = Duration.ofSeconds(2);

    private IsolatedGit(SystemReader system) {
        super(system);
    }

    /// Idempotent. The setting is one for the whole process: JGit has no other way.
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedGit)) {
            FS.FileStoreAttributes.setBackground(true);
            SystemReader.setInstance(new IsolatedGit(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    private static final class NoConfig extends FileBasedConfig {
        NoConfig(Config parent, FS fs) {
            super(parent, new File("/dev/null"), fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(
                String section, String subsection, String name, long fallback, TimeUnit unit) {
            return section.equals("filesystem") && name.equals("timestampResolution")
                    ? unit.convert(TIMESTAMP_RESOLUTION)
                    : super.getTimeUnit(section, subsection, name, fallback, unit);
        }
    }
}
