#!/bin/sh
# Builds the kernel programs of the beancounters. Called by Maven: build.sh DIRECTORY
set -eu
output=$1
here=$(dirname "$0")
compiler=${CLANG:-clang}
for tool in "$compiler" llvm-strip; do
    if ! command -v "$tool" >/dev/null; then
        echo "the kernel programs need '$tool': apt-get install clang llvm libbpf-dev" >&2
        exit 1
    fi
done
# Nothing to do while no source is newer: a build that changed no program starts no compiler.
if [ -e "$output/built" ] && [ -z "$(find "$here" -type f -newer "$output/built")" ]; then
    exit 0
fi
mkdir -p "$output"
case $(uname -m) in
x86_64) arch=x86 ;;
aarch64) arch=arm64 ;;
*) echo "no kernel programs for $(uname -m)" >&2; exit 1 ;;
esac
# compile SOURCE OBJECT FLAG...: without DWARF, which only debuggers read; BTF stays.
compile() {
    source=$1 object=$2
    shift 2
    "$compiler" -std=gnu17 -O2 -g -target bpf -mcpu=v3 -D__TARGET_ARCH_$arch -Wall -Wextra -Wno-unused-parameter -Werror "$@" \
        -c "$here/$source.bpf.c" -o "$output/$object.bpf.o"
    llvm-strip -g "$output/$object.bpf.o"
}
for source in files buffers sockets locks signals ptys memory shm; do
    compile "$source" "$source.lsm"
    compile "$source" "$source.trace" -DTRACE
done
compile table table
compile census census
compile sweep sweep
touch "$output/built"
