#!/bin/bash
# Process 1 of the QEMU node once its root is there: see node.sh.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run/tmp LANG=C.UTF-8 TMPDIR=/run/tmp
exec </dev/ttyS0 >/dev/ttyS0 2>&1
chmod 1777 /run/tmp
mkdir -p /dev/shm /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t devpts -o ptmxmode=666 devpts /dev/pts
mount -t cgroup2 none /sys/fs/cgroup
mount -t bpf bpf /sys/fs/bpf
mount -t securityfs none /sys/kernel/security
mount -t tracefs none /sys/kernel/tracing 2>/dev/null
mount -t tmpfs tmpfs /var/lib/vzgit 2>/dev/null
ip link set lo up
echo "vzgit-node: begin"
cd "$(cat /run/node/pwd)" && bash -c "$(cat /run/node/command)"
echo "vzgit-node: exit $?"
sync
echo 1 >/proc/sys/kernel/sysrq
echo o >/proc/sysrq-trigger
sleep 30
