package org.vzgit.kernel.state;

import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.BindMount;

/// The process that is 1 inside a VE.
///
/// @param pid its number on the host
/// @param startTicks when it started, in clock ticks since boot (proc_pid_stat(5), field 22): with
///   the pid it names one process for ever
/// @param released false while it is still held behind the gate and has not become the VE's init
/// @param template the version its root file system stands on, from its mount table
/// @param hostname as its UTS namespace has it
/// @param resolver the content of its `/etc/resolv.conf`
/// @param binds the node's directories that it sees, by target
/// @param noatime whether reading the files of its root leaves their times of access as they are
public record ObservedInit(
        int pid,
        long startTicks,
        boolean released,
        Reading<TemplateRef> template,
        Reading<String> hostname,
        Reading<Resolver> resolver,
        Reading<SortedMap<String, BindMount>> binds,
        Reading<Boolean> noatime) {

    /// One whose files note when they are read.
    public ObservedInit(
            int pid,
            long startTicks,
            boolean released,
            Reading<TemplateRef> template,
            Reading<String> hostname,
            Reading<Resolver> resolver,
            Reading<SortedMap<String, BindMount>> binds) {
        this(
                pid,
                startTicks,
                released,
                template,
                hostname,
                resolver,
                binds,
                Reading.present(false));
    }

    /// One that sees no directory of the node.
    public ObservedInit(
            int pid,
            long startTicks,
            boolean released,
            Reading<TemplateRef> template,
            Reading<String> hostname,
            Reading<Resolver> resolver) {
        this(
                pid,
                startTicks,
                released,
                template,
                hostname,
                resolver,
                Reading.present(new TreeMap<>()));
    }
}
