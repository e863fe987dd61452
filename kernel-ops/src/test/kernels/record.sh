#!/bin/bash
# Records the cgroup files of the running kernel into DIR: the roots, and two VEs below the parent cgroup
# "vzgit-recorded": 101 with bounds, two processes, one of them in a cgroup of its own, and 102 as it was made.
# Leaves nothing behind. With "root" as second argument no VE is made: what a node looks like before its first.
#   record.sh DIR [root]
set -euo pipefail
out=${1:?usage: record.sh DIR [root]}
what=${2:-ves}
tag=vzgit-recorded
disk=$(lsblk -dno MAJ:MIN,TYPE 2>/dev/null | awk '$2 ~ /disk|loop/ && $1 !~ /^253:/ { print $1; exit }')

# What CgroupTree reads. Statistics are left out: they are large and nobody reads them.
files="cgroup.clone_children cgroup.controllers cgroup.max.depth cgroup.max.descendants cgroup.procs
  cgroup.subtree_control cgroup.threads blkio.bfq.weight blkio.throttle.read_bps_device
  blkio.throttle.read_iops_device blkio.throttle.write_bps_device blkio.throttle.write_iops_device cpu.cfs_period_us
  cpu.cfs_quota_us cpu.max cpu.shares cpu.weight cpuset.cpus cpuset.memory_migrate cpuset.mems devices.allow
  devices.deny devices.list io.bfq.weight io.max io.weight memory.current memory.events memory.failcnt memory.high
  memory.limit_in_bytes memory.max memory.max_usage_in_bytes memory.memsw.failcnt memory.memsw.limit_in_bytes
  memory.memsw.usage_in_bytes memory.peak memory.swap.current memory.swap.events memory.swap.max memory.swap.peak
  memory.usage_in_bytes pids.current pids.events pids.max pids.peak"
root_files="cgroup.controllers cgroup.subtree_control cpuset.cpus cpuset.mems memory.limit_in_bytes
  memory.memsw.limit_in_bytes blkio.bfq.io_service_bytes io.cost.qos"

mounts=$(awk '{ for (i = 7; i <= NF; i++) if ($i == "-") type = $(i + 1); if (type ~ /^cgroup2?$/) print $5 }' /proc/self/mountinfo)

record() { # record DIRECTORY FILE...
  local directory=$1 file
  shift
  mkdir -p "$out$directory"
  for file in "$@"; do
    [ -e "$directory/$file" ] || continue
    cat "$directory/$file" >"$out$directory/$file" 2>/dev/null || : # write-only files are recorded empty
  done
}

put() { # put DIRECTORY FILE VALUE: where the file is
  if [ -w "$1/$2" ]; then echo "$3" >"$1/$2"; fi
}

make_ve() { # make_ve MOUNT VEID
  local ve=$1/$tag/$2 file
  mkdir -p "$1/$tag"
  if [ -e "$1/cgroup.controllers" ]; then
    for controller in $(cat "$1/cgroup.controllers"); do
      case $controller in cpu | cpuset | io | memory | pids)
        echo "+$controller" >"$1/cgroup.subtree_control"
        echo "+$controller" >"$1/$tag/cgroup.subtree_control" ;;
      esac
    done
  elif [ -e "$1/cpuset.cpus" ]; then
    for file in cpuset.cpus cpuset.mems; do cat "$1/$file" >"$1/$tag/$file"; done
    echo 1 >"$1/$tag/cgroup.clone_children"
  fi
  mkdir "$ve"
  put "$ve" devices.deny a
  for file in 'c 1:3 rwm' 'c 1:5 rwm' 'c 1:7 rwm' 'c 1:8 rwm' 'c 1:9 rwm' 'c 5:0 rwm' 'c 5:2 rwm' 'c 136:* rwm'; do
    put "$ve" devices.allow "$file"
  done
}

bound() { # bound DIRECTORY
  put "$1" memory.limit_in_bytes 536870912
  put "$1" memory.memsw.limit_in_bytes 805306368
  put "$1" memory.max 536870912
  put "$1" memory.swap.max 268435456
  put "$1" pids.max 240
  put "$1" cpu.shares 2048
  put "$1" cpu.cfs_quota_us 50000
  put "$1" cpu.weight 200
  put "$1" cpu.max '50000 100000'
  if [ -e "$1/cpuset.cpus" ]; then
    put "$1" cpuset.cpus 0
    put "$1" cgroup.clone_children 0
  fi
  put "$1" blkio.bfq.weight 120
  for direction in read write; do
    put "$1" "blkio.throttle.${direction}_bps_device" "$disk 10485760"
    put "$1" "blkio.throttle.${direction}_iops_device" "$disk 500"
  done
  put "$1" io.max "$disk rbps=10485760 wbps=10485760 riops=500 wiops=500"
}

pids=()
clean() {
  if [ ${#pids[@]} -gt 0 ]; then kill -9 "${pids[@]}" && wait "${pids[@]}" 2>/dev/null || :; fi
  for mount in $mounts; do
    for directory in 101/own 101 102 ''; do
      if [ -d "$mount/$tag/$directory" ]; then rmdir "$mount/$tag/$directory"; fi
    done
  done
}
trap clean EXIT

mkdir -p "$out/proc/self"
grep ' /sys' /proc/self/mountinfo >"$out/proc/self/mountinfo"
if [ -e /proc/swaps ]; then cat /proc/swaps >"$out/proc/swaps"; fi
if [ "$what" = ves ]; then
  sleep 600 & pids+=($!)
  sleep 600 & pids+=($!)
fi
for mount in $mounts; do
  if [ "$what" = ves ]; then
    make_ve "$mount" 101
    make_ve "$mount" 102
    bound "$mount/$tag/101"
    echo "${pids[0]}" >"$mount/$tag/101/cgroup.procs"
    if [ -e "$mount/cgroup.controllers" ]; then
      mkdir "$mount/$tag/101/own"
      echo "${pids[1]}" >"$mount/$tag/101/own/cgroup.procs"
      record "$mount/$tag/101/own" cgroup.procs
    else
      echo "${pids[1]}" >"$mount/$tag/101/cgroup.procs"
    fi
    record "$mount/$tag" cgroup.controllers cgroup.subtree_control cpuset.cpus cpuset.mems cpuset.memory_migrate \
      cgroup.clone_children
    record "$mount/$tag/101" $files
    record "$mount/$tag/102" $files
  fi
  record "$mount" $root_files
done
echo "${disk:-none}" >"$out/disk"
