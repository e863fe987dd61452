#!/bin/bash
# Runs a command under a stock Debian kernel in QEMU, with the host's files as its root (read-only below, writes go to
# memory) and a pure cgroup v2. Prints what the command prints and exits as it does.
#   node.sh KERNEL_DIR LSM_LIST COMMAND [ARG...]     KERNEL_DIR as made by fetch.sh; LSM_LIST e.g. lockdown,yama,bpf
# The host's files can be written at one place only: what the command writes to /run/node/out is in $NODE_OUT afterwards.
set -euo pipefail
dir=${1:?usage: node.sh KERNEL_DIR LSM_LIST COMMAND...}
lsm=${2:?usage: node.sh KERNEL_DIR LSM_LIST COMMAND...}
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%q ' "$@" >"$work/command"
printf '%s\n' "$PWD" >"$work/pwd"
cp "$here/begin.sh" "$work/begin.sh"
mkdir "$work/out"
# One thread for all CPUs: with one each, 3 of 24 boots of stock kernels died of code patched under another CPU's feet.
accel=(-accel tcg,thread=single,tb-size=512)
# For instruction counts: one CPU whose clock is the instructions it has executed.
[ -z "${NODE_ICOUNT-}" ] || accel=(-accel tcg,thread=single -icount shift=0,sleep=off)
boot() {
    # The bound: a node that hangs must not hang the build. One of the four classes alone took 200 s beside other work (load 7).
    timeout --kill-after=10 "${NODE_SECONDS-900}" qemu-system-x86_64 "${accel[@]}" -cpu max,la57=off -smp "${NODE_CPUS-2}" -m 3072 \
        -nographic -no-reboot -nic none -kernel "$dir/vmlinuz" -initrd "$dir/initramfs.gz" \
        -append "console=ttyS0 quiet panic=1 mitigations=off lsm=$lsm ${NODE_APPEND-}" \
        -fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=host,mount_tag=host \
        -fsdev "local,id=node,path=$work,security_model=none" -device virtio-9p-pci,fsdev=node,mount_tag=node </dev/null |
        sed -u -e 's/\r*$//' | tee "$work/console" |
        sed -u -n -e '/vzgit-node: begin/,/^vzgit-node: exit/p' | sed -u -e '/vzgit-node: begin/d' -e '/^vzgit-node: exit /d'
}
boot || true
# The emulator may lose a boot before anything of ours runs; once is told and tried again, twice is a failure.
if ! grep -q 'vzgit-node: begin' "$work/console"; then
    { echo "node.sh: the node did not boot; its last words:"; tail -n 15 "$work/console"; echo "node.sh: booting once more"; } >&2
    boot || true
fi
[ -z "${NODE_OUT-}" ] || cp -r "$work/out/." "$NODE_OUT"
code=$(sed -n 's/^vzgit-node: exit \([0-9]*\).*/\1/p' "$work/console" | tail -n 1)
[ -n "$code" ] || { echo "node.sh: the node ended early; its last words:" >&2; tail -n 40 "$work/console" >&2; exit 1; }
exit "$code"
