package org.vzgit.kernel.sys;

import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.In;
import org.jspecify.annotations.Nullable;

/// The functions of libbpf 1 as they are (bpf/libbpf.h), loaded at the first use: a node without
/// the library has no kernel programs, and works.
///
/// Functions that give a pointer give NULL and set errno, those that give a number give -errno.
final class LibBpf {
    private static final Optional<Functions> FUNCTIONS = load();

    private LibBpf() {}

    static Functions require() throws ErrnoException {
        return FUNCTIONS.orElseThrow(
                () -> new ErrnoException(Errno.ENOPKG, "load libbpf.so.1 (Debian: libbpf1)"));
    }

    private static Optional<Functions> load() {
        try {
            Functions functions = LibraryLoader.create(Functions.class).load("libbpf.so.1");
            // It would print each failed attempt on standard error; failures are reported here.
            functions.libbpf_set_print(null);
            return Optional.of(functions);
        } catch (UnsatisfiedLinkError _) {
            return Optional.empty();
        }
    }

    /// Public only because jnr implements it in a class loader of its own.
    @Encoding("UTF-8")
    public interface Functions {
        @Nullable Pointer libbpf_set_print(@Nullable Pointer printer);

        @Nullable Pointer bpf_object__open_mem(Pointer bytes, long size, @Nullable Pointer options);

        int bpf_object__load(Pointer object);

        void bpf_object__close(Pointer object);

        @Nullable Pointer bpf_object__next_program(Pointer object, @Nullable Pointer previous);

        @Nullable Pointer bpf_object__next_map(Pointer object, @Nullable Pointer previous);

        String bpf_program__name(Pointer program);

        String bpf_program__section_name(Pointer program);

        int bpf_program__set_autoload(Pointer program, boolean autoload);

        int bpf_program__set_log_buf(Pointer program, Pointer buffer, long size);

        int bpf_program__fd(Pointer program);

        Pointer bpf_program__attach(Pointer program);

        Pointer bpf_program__attach_cgroup(Pointer program, int cgroup);

        String bpf_map__name(Pointer map);

        int bpf_map__set_pin_path(Pointer map, @In String path);

        int bpf_map__set_initial_value(Pointer map, @In byte[] value, long size);

        int bpf_link__pin(Pointer link, @In String path);

        int bpf_link__destroy(Pointer link);

        Pointer btf__load_vmlinux_btf();

        int btf__find_by_name_kind(Pointer types, @In String name, int kind);

        void btf__free(Pointer types);
    }
}
