#!/bin/bash
# Fetches Debian's newest user-mode-linux kernel into DIR, beside the host's packages and not among them.
# The package needs a newer C library than Debian 12 has; it gets its own copy. Idempotent.
set -euo pipefail
dir=${1:?usage: fetch.sh DIR}
[ -x "$dir/linux.uml" ] && exit 0
command -v patchelf >/dev/null || { echo "fetch.sh: patchelf is missing: apt-get install patchelf" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,root} "$dir"
: >"$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian sid main" >"$work/sid.list"
apt=(apt-get -q -o "Dir::State=$work/state" -o "Dir::Cache=$work/cache" -o "Dir::State::status=$work/status"
     -o "Dir::Etc::sourcelist=$work/sid.list" -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User=root)
"${apt[@]}" update >/dev/null
(cd "$work" && "${apt[@]}" download user-mode-linux libc6 libgcc-s1 >/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
rm -rf "${dir:?}/lib" "$dir/modules"
cp -r "$work/root/usr/lib/x86_64-linux-gnu" "$dir/lib"
mv "$work"/root/usr/lib/uml/modules "$dir/modules"
# Last, so that an interrupted fetch is fetched again. linux.uml executes itself anew, so its loader is
# set in the file and not by a wrapper.
cp "$work/root/usr/bin/linux.uml" "$work/linux.uml"
patchelf --set-interpreter "$dir/lib/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$dir/lib" "$work/linux.uml"
mv "$work/linux.uml" "$dir/linux.uml"
