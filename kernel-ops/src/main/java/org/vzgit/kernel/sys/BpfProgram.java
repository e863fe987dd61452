package org.vzgit.kernel.sys;

import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/// One program of a [BpfObject]; valid until that is closed.
public final class BpfProgram {
    private final LibBpf.Functions library;
    private final Pointer program;

    BpfProgram(LibBpf.Functions library, Pointer program) {
        this.library = library;
        this.program = program;
    }

    public String name() {
        return library.bpf_program__name(program);
    }

    /// Kind and place: `fentry/exit_mmap`, `lsm/file_open`.
    public String section() {
        return library.bpf_program__section_name(program);
    }

    /// The kernel function that it is attached to; empty for programs of other kinds.
    Optional<String> function() {
        String[] section = section().split("/", 2);
        return switch (section[0]) {
            case "fentry", "fexit", "fmod_ret" -> Optional.of(section[1]);
            // Each hook of the BPF security module is an empty function of its own.
            case "lsm", "lsm_cgroup" -> Optional.of("bpf_lsm_" + section[1]);
            default -> Optional.empty();
        };
    }

    /// Leaves this one out when its object is loaded.
    public void skip() {
        library.bpf_program__set_autoload(program, false);
    }

    /// The descriptor of the loaded program, the object's: not to be closed.
    public int fd() {
        return library.bpf_program__fd(program);
    }

    /// Whether it belongs to a cgroup: [#attach(Fd, Path)] then, not [#attach(Path)].
    public boolean ofCgroup() {
        String section = section();
        return section.equals("sockops")
                || section.startsWith("cgroup/")
                || section.startsWith("lsm_cgroup/");
    }

    /// Attaches the loaded program to a cgroup, for it and all below it, beside what is attached
    /// there already, and pins the link. EINVAL for a directory that is no cgroup of version 2.
    public void attach(Fd cgroup, Path pin) throws ErrnoException {
        pin(library.bpf_program__attach_cgroup(program, cgroup.number()), pin);
    }

    /// Attaches the loaded program where its section says, and pins the link: it stays until the
    /// pin is removed, whoever ends. EBUSY when the place takes no more, EEXIST when the path is
    /// taken.
    ///
    /// @param pin a path that does not exist, in a bpf file system
    public void attach(Path pin) throws ErrnoException {
        pin(library.bpf_program__attach(program), pin);
    }

    private void pin(@Nullable Pointer link, Path pin) throws ErrnoException {
        if (link == null) {
            throw new ErrnoException(BpfObject.lastErrno(), "attach " + section());
        }
        int result = library.bpf_link__pin(link, pin.toString());
        library.bpf_link__destroy(link);
        if (result < 0) {
            throw new ErrnoException(Errno.of(-result), "pin " + pin);
        }
    }

    @Override
    public String toString() {
        return section();
    }
}
