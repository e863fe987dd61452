#!/bin/bash
# Makes DIR/initramfs.gz: busybox, the modules that a root on 9p needs, and the init below.
set -euo pipefail
dir=${1:?usage: initramfs.sh DIR}
release=$(cat "$dir/release")
busybox=$(command -v busybox) || { echo "initramfs.sh: apt-get install busybox-static" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{bin,modules,proc,sys,dev,host,upper,root}
cp "$busybox" "$work/bin/busybox"
[ -e "$dir/lib/modules/$release/modules.dep" ] || depmod -b "$dir" "$release"
declare -A seen=()
for module in virtio_pci 9pnet_virtio 9p overlay; do
    while read -r word path _; do
        # Built into the kernel, or already there as another's dependency.
        [ "$word" = insmod ] && [ -z "${seen[$path]-}" ] || continue
        seen[$path]=1
        name=${path##*/}
        name=${name%%.ko*}.ko
        case $path in
        *.xz) xz -dc "$path" >"$work/modules/$name" ;;
        *.zst) zstd -dcq "$path" >"$work/modules/$name" ;;
        *) cp "$path" "$work/modules/$name" ;;
        esac
        echo "$name" >>"$work/modules/order"
    done < <(modprobe -d "$dir" -S "$release" --show-depends "$module")
done
cat >"$work/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in $(cat /modules/order); do insmod /modules/$module || echo "no module $module"; done
# The host's root, never written to; what the guest writes goes to memory.
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,ro,cache=mmap host /host || exec poweroff -f
mount -t tmpfs -o size=512m upper /upper
mkdir /upper/files /upper/work
mount -t overlay -o lowerdir=/host,upperdir=/upper/files,workdir=/upper/work overlay /root || exec poweroff -f
for each in proc sys dev; do mount --move /$each /root/$each; done
mkdir -p /root/run/node
mount -t tmpfs run /root/run
mkdir -p /root/run/node /root/run/tmp
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=none node /root/run/node || exec poweroff -f
exec switch_root /root /bin/bash /run/node/begin.sh
INIT
chmod +x "$work/init"
(cd "$work" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$dir/initramfs.gz.new"
mv "$dir/initramfs.gz.new" "$dir/initramfs.gz"
