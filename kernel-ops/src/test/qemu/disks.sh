#!/bin/bash
# Inside the QEMU node: makes the file systems that disk quota is tested and measured on, and runs a command.
#   disks.sh KERNEL_DIR COMMAND [ARG...]     KERNEL_DIR as made by fetch.sh
# Below /run/quota are then, as in the user-mode-linux node, an ext4 and an XFS with quota for projects, users and
# groups, and an ext4 without any. They stand on memory: what is measured is the kernel's work and no disk's.
set -euo pipefail
dir=${1:?usage: disks.sh KERNEL_DIR COMMAND...}
shift
for module in loop ext4 quota_v2 xfs; do
    # The kernel's own modules are beside it and not in the host's /lib/modules.
    modprobe -d "$dir" -S "$(uname -r)" "$module" || echo "disks.sh: no module $module" >&2
done
# Sparse. The bound of a disk is what the tests fill, many times over; the first takes 1,000 areas too.
disk() { # NAME SIZE OPTIONS MKFS...
    mkdir -p "/run/quota/$1"
    truncate -s "$2" "/run/$1.img"
    "${@:4}" "/run/$1.img" >/dev/null 2>&1 && mount -o "loop,$3" "/run/$1.img" "/run/quota/$1"
}
quota=usrquota,grpquota,prjquota
disk ext4 1G $quota mkfs.ext4 -q -F -O quota,project -E quotatype=usrquota:grpquota:prjquota,lazy_itable_init=1
disk xfs 512M $quota mkfs.xfs -q -f || echo "disks.sh: no XFS: apt-get install xfsprogs" >&2
disk none 1G relatime mkfs.ext4 -q -F -O ^quota,^project
exec "$@"
