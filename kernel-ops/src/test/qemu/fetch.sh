#!/bin/bash
# Fetches the newest stock kernel of a Debian suite into DIR: vmlinuz, release, and an initramfs that mounts the host's
# root (see initramfs.sh). Nothing is installed. Idempotent.
#   fetch.sh DIR SUITE [VERSION]     e.g. fetch.sh /tmp/k bookworm-security 6.1
set -euo pipefail
dir=${1:?usage: fetch.sh DIR SUITE [VERSION]}
suite=${2:?usage: fetch.sh DIR SUITE [VERSION]}
version=${3:-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../debian.sh
. "$here/../debian.sh"
if [ ! -e "$dir/vmlinuz" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # The ordinary flavour: cloud kernels have no 9p.
    unpack_debian "$suite" "$work" "linux-image-${version//./\\.}\\.[0-9.+deb-]*amd64"
    mkdir -p "$dir"
    image=$(ls "$work"/root/boot/vmlinuz-*)
    echo "${image##*/vmlinuz-}" >"$dir/release"
    rm -rf "$dir/lib"
    [ -d "$work/root/lib/modules" ] && cp -r "$work/root/lib" "$dir/lib" || cp -r "$work/root/usr/lib" "$dir/lib"
    # Last, so that an interrupted fetch is fetched again.
    cp "$image" "$dir/vmlinuz.new"
    mv "$dir/vmlinuz.new" "$dir/vmlinuz"
fi
"$here/initramfs.sh" "$dir"
