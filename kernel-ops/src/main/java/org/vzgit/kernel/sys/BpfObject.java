package org.vzgit.kernel.sys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/// Kernel programs as clang compiled them, on their way into the running kernel by libbpf: opened,
/// then [#load]ed, then each attached. Closing it leaves alive only what has been pinned.
public final class BpfObject implements AutoCloseable {
    /// The verifier's last words are what tells; with more, libbpf only spends time.
    private static final int LOG_BYTES = 16 * 1024;

    private static final int TOLD_LINES = 3;

    private final LibBpf.Functions library;
    private final Pointer object;

    /// Held because libbpf reads it until the programs are loaded.
    @SuppressWarnings("unused")
    private final Pointer elf;

    private final String name;
    private final List<BpfProgram> programs = new ArrayList<>();
    private final Pointer log = Memory.allocateDirect(Libc.RUNTIME, LOG_BYTES, true);

    private BpfObject(LibBpf.Functions library, Pointer object, String name, Pointer elf) {
        this.library = library;
        this.elf = elf;
        this.object = object;
        this.name = name;
        Pointer program = library.bpf_object__next_program(object, null);
        while (program != null) {
            library.bpf_program__set_log_buf(program, log, LOG_BYTES);
            programs.add(new BpfProgram(library, program));
            program = library.bpf_object__next_program(object, program);
        }
    }

    /// Reads an object; the kernel does not know of it yet.
    ///
    /// @param name for messages
    /// @throws ErrnoException ENOPKG without libbpf 1 on this host, EINVAL for what is no object
    public static BpfObject open(byte[] elf, String name) throws ErrnoException {
        LibBpf.Functions library = LibBpf.require();
        Pointer memory = Libc.copyOf(elf);
        Pointer object = library.bpf_object__open_mem(memory, elf.length, null);
        if (object == null) {
            throw new ErrnoException(lastErrno(), "open kernel programs " + name);
        }
        return new BpfObject(library, object, name, memory);
    }

    public List<BpfProgram> programs() {
        return List.copyOf(programs);
    }

    /// Shares the object's maps with all others that pin them there: a map that is pinned already
    /// is used, one that is not is pinned when it is loaded.
    ///
    /// @param directory in a bpf file system
    public void shareMaps(Path directory) throws ErrnoException {
        for (Pointer map : maps()) {
            String mapName = library.bpf_map__name(map);
            // Those with a dot are the object's own constants.
            if (!mapName.contains(".")) {
                String path = directory.resolve(mapName).toString();
                check(library.bpf_map__set_pin_path(map, path), "pin map " + path);
            }
        }
    }

    /// Sets a section of constants, before [#load].
    ///
    /// @param section its name, such as `.rodata.settings`
    /// @param value all of it
    public void constants(String section, byte[] value) throws ErrnoException {
        for (Pointer map : maps()) {
            if (library.bpf_map__name(map).endsWith(section)) {
                check(
                        library.bpf_map__set_initial_value(map, value, value.length),
                        "set " + section + " of " + name);
            }
        }
    }

    /// Gives the programs to the kernel, which verifies them. EPERM without CAP_BPF and
    /// CAP_PERFMON, or on a kernel that allows no such programs to anybody; EACCES and EINVAL when
    /// the verifier refuses one, which the message quotes.
    public void load() throws ErrnoException {
        int result = library.bpf_object__load(object);
        if (result < 0) {
            throw new ErrnoException(
                    Errno.of(-result), "load kernel programs " + name, lastWords());
        }
    }

    private String lastWords() {
        String text = log.getString(0, LOG_BYTES, StandardCharsets.US_ASCII).strip();
        List<String> lines = text.lines().toList();
        return String.join(
                " / ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    private List<Pointer> maps() {
        List<Pointer> maps = new ArrayList<>();
        Pointer map = library.bpf_object__next_map(object, null);
        while (map != null) {
            maps.add(map);
            map = library.bpf_object__next_map(object, map);
        }
        return maps;
    }

    private static void check(int result, String tried) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(Errno.of(-result), tried);
        }
    }

    static Errno lastErrno() {
        return Errno.of(LastError.getLastError(Libc.RUNTIME));
    }

    @Override
    public void close() {
        library.bpf_object__close(object);
    }
}
