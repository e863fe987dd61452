package org.vzgit.kernel.sys;

import jnr.ffi.Pointer;

/// What the running kernel tells of its own functions (BTF). Several megabytes that are parsed when
/// it is opened: open it once for all questions.
public final class KernelTypes implements AutoCloseable {
    /// `BTF_KIND_FUNC` of `linux/btf.h`.
    private static final int FUNCTION = 12;

    private final LibBpf.Functions library;
    private final Pointer types;

    private KernelTypes(LibBpf.Functions library, Pointer types) {
        this.library = library;
        this.types = types;
    }

    /// @throws ErrnoException ENOPKG without libbpf 1 on this host, ENOENT or ESRCH for a kernel
    ///   without BTF
    public static KernelTypes open() throws ErrnoException {
        LibBpf.Functions library = LibBpf.require();
        Pointer types = library.btf__load_vmlinux_btf();
        if (types == null) {
            throw new ErrnoException(BpfObject.lastErrno(), "read /sys/kernel/btf/vmlinux");
        }
        return new KernelTypes(library, types);
    }

    /// Whether the running kernel has the place that a program is attached to. Functions that no
    /// other file uses come and go with versions, and with the compiler, which may inline them.
    public boolean hasPlaceFor(BpfProgram program) {
        return program.function().map(this::hasFunction).orElse(true);
    }

    boolean hasFunction(String name) {
        return library.btf__find_by_name_kind(types, name, FUNCTION) > 0;
    }

    @Override
    public void close() {
        library.btf__free(types);
    }
}
