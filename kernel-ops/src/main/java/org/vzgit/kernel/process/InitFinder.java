package org.vzgit.kernel.process;

import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.text.MountTable;

/// Finds the process that is 1 inside a VE among the processes of its cgroups, and reads what proc
/// tells of it. No file remembers it: an init is older than its descendants, so it is nearly always
/// the first candidate, and asking the kernel costs one file.
final class InitFinder {
    private final KernelRoot root;
    private final VeInitProgram program;
    private final ResolverFile resolvers;
    private final BindMounts binds;

    InitFinder(KernelRoot root, VeInitProgram program, ResolverFile resolvers, BindMounts binds) {
        this.root = root;
        this.program = program;
        this.resolvers = resolvers;
        this.binds = binds;
    }

    /// Empty when none of them is a living init: then nothing of the VE can be running for long, as
    /// the kernel kills a pid namespace with its init.
    Optional<FoundInit> find(List<Integer> candidates) {
        for (int candidate : candidates) {
            ProcFiles files = new ProcFiles(root, candidate);
            Optional<ProcStat> before = files.stat();
            if (before.isPresent() && !before.get().dead() && files.isInit()) {
                return Optional.of(new FoundInit(files, before.get().startTicks()));
            }
        }
        return Optional.empty();
    }

    ObservedInit describe(FoundInit init, Reading<String> hostname) {
        ProcFiles files = init.files();
        return new ObservedInit(
                files.pid(),
                init.startTicks(),
                released(files),
                template(files),
                hostname,
                resolver(files),
                binds.observe(files, init.startTicks()),
                noatime(files));
    }

    /// A held process still executes the launcher. Its path is the host's, as it was opened in the
    /// host's mount namespace; the same path inside a VE would fool nobody but that VE.
    private boolean released(ProcFiles files) {
        return files.executable().filter(program::isLauncher).isEmpty();
    }

    private static Reading<TemplateRef> template(ProcFiles files) {
        Optional<String> mounts = files.read("mountinfo");
        if (mounts.isEmpty()) {
            return Reading.unreadable("read " + files.path("mountinfo"));
        }
        return mounts.flatMap(RootTemplate::of)
                .<Reading<TemplateRef>>map(Reading::present)
                .orElseGet(Reading::absent);
    }

    private static Reading<Boolean> noatime(ProcFiles files) {
        return files.read("mountinfo")
                .flatMap(MountTable::rootHasNoatime)
                .<Reading<Boolean>>map(Reading::present)
                .orElseGet(() -> Reading.unreadable("read " + files.path("mountinfo")));
    }

    private Reading<Resolver> resolver(ProcFiles files) {
        return resolvers.read(files.path("root"));
    }

    /// One process for ever: its number and when it started.
    record FoundInit(ProcFiles files, long startTicks) {}
}
