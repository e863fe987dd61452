#!/bin/bash
# Runs a command in a user-mode-linux node: a real kernel with pure cgroup v2, the host's files as its root
# (read-only) and a private /run (with TMPDIR in it) and /var/lib/vzgit. Below /run/quota it has an ext4 and, where
# the host can make one, an XFS with quota for projects, users and groups, and an ext4 without any. /run/debian has the trees of
# distributions that the host keeps for tests. Prints what the command prints and exits as it does.
#   node.sh UML_DIR COMMAND [ARG...]
set -euo pipefail
dir=${1:?usage: node.sh UML_DIR COMMAND...}
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%q ' "$@" >"$work/command"
printf '%s\n' "$dir" >"$work/uml"
printf '%s\n' "$PWD" >"$work/pwd"
cat >"$work/init" <<INIT
#!/bin/sh
exec /bin/bash "$here/init.sh" "$work"
INIT
chmod +x "$work/init"
# Sparse, on the host. The bound of a disk is what the tests fill, many times over; XFS takes no less than 300 MB.
disks=()
disk() { # LETTER SIZE MKFS...
  truncate -s "$2" "$work/$1"
  "${@:3}" "$work/$1" >/dev/null 2>&1 && disks+=("ubd$1=$work/$1")
}
disk a 512M mkfs.ext4 -q -F -O quota,project -E quotatype=usrquota:grpquota:prjquota,lazy_itable_init=1
disk b 512M mkfs.xfs -q -f || echo "node.sh: no XFS: apt-get install xfsprogs" >&2
disk c 1G mkfs.ext4 -q -F -O ^quota,^project
# Debian's trees, where the host has made them: mounts of the host's own files cannot be idmapped there.
debian=${VZGIT_TEST_DEBIAN:-/var/cache/vzgit-test/debian}
[ ! -d "$debian" ] || disk d 2G mkfs.ext4 -q -F -d "$debian"
# The bound: a node that hangs must not hang the build. The slowest run seen took a third of it.
timeout --kill-after=10 1200 "$dir/linux.uml" mem=1500M root=/dev/root rootfstype=hostfs rootflags=/ ro quiet \
  init="$work/init" "${disks[@]}" con=null con0=fd:0,fd:1 uml_dir="$work/uml.d" </dev/null |
  sed -u -n -e '/^vzgit-node: begin/,$p' | sed -u -e '/^vzgit-node: begin/d' -e '/^reboot: /d' | tee "$work/output" | sed -u '/^vzgit-node: exit /d'
exit "$(sed -n 's/^vzgit-node: exit \([0-9]*\).*/\1/p' "$work/output" | tail -n 1 | grep . || echo 1)"
