package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.Optional;

/// How an init is asked to halt its system. It is told by the program that runs, since each has a
/// convention of its own and takes another's for something else.
enum InitConvention {
    /// `SIGUSR2`: power off, after the `shutdown` lines of its inittab, TERM, one second, KILL and
    /// another second (busybox `init/init.c`, halt_reboot_pwoff).
    BUSYBOX(12),
    /// `SIGRTMIN+3`: halt.target at once (systemd(1), SIGNALS); the C library's SIGRTMIN is 34.
    SYSTEMD(37),
    /// A request for runlevel 0 through its named pipe, as `telinit 0` does (initreq.h); it has no
    /// signal for that.
    SYSVINIT(0),
    /// `SIGTERM`, the common word for ending, if the program listens to it.
    OTHER(15);

    private final int signal;

    InitConvention(int signal) {
        this.signal = signal;
    }

    /// 0 where it is not asked by signal.
    int signal() {
        return signal;
    }

    /// @param executable what process 1 runs, as its own root sees it
    /// @param firstArgument its `argv[0]`: busybox runs a shell script as well as it runs init
    static InitConvention of(Path executable, String firstArgument) {
        return switch (lastName(executable)) {
            case "busybox" -> busybox(lastName(Path.of(firstArgument)));
            case "systemd" -> SYSTEMD;
            case "init" -> SYSVINIT;
            default -> OTHER;
        };
    }

    private static InitConvention busybox(String applet) {
        return applet.equals("init") || applet.equals("linuxrc") ? BUSYBOX : OTHER;
    }

    private static String lastName(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }
}
