#!/bin/bash
# Process 1 of the user-mode-linux node: see node.sh.
echo "vzgit-node: begin"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run/tmp LANG=C.UTF-8
work=$1
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=1777 tmpfs /dev/shm 2>/dev/null
mount -t devpts devpts /dev/pts 2>/dev/null
mount -t cgroup2 none /sys/fs/cgroup
uml=$(cat "$work/uml")
pwd=$(cat "$work/pwd")
command=$(cat "$work/command")
for module in overlay veth sch_ingress cls_bpf quota_tree quota_v2 loop; do
  file=$(find "$uml/modules" -name "$module.ko*" | head -n 1)
  [ -n "$file" ] && busybox insmod "$file" || echo "no module $module"
done
mount -t tmpfs tmpfs /run
mkdir -m 1777 /run/tmp
export TMPDIR=/run/tmp
mount -t tmpfs tmpfs /var/lib/vzgit 2>/dev/null
ip link set lo up
mkdir -p /run/dev /run/quota/ext4 /run/quota/xfs /run/quota/none
mount -t devtmpfs devtmpfs /run/dev
mount -t ext4 -o usrquota,grpquota,prjquota /run/dev/ubda /run/quota/ext4
[ -b /run/dev/ubdb ] && mount -t xfs -o usrquota,grpquota,prjquota /run/dev/ubdb /run/quota/xfs
mount -t ext4 /run/dev/ubdc /run/quota/none
mkdir /run/debian
[ -b /run/dev/ubdd ] && mount -t ext4 -o ro /run/dev/ubdd /run/debian && export VZGIT_TEST_CACHE=/run/uml

cd "$pwd" || exit 1
eval "$command" 2>&1
echo "vzgit-node: exit $?"
exec busybox poweroff -f
