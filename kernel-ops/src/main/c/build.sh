#!/bin/sh
# Builds ve-init, and what is in a directory below: build.sh OUTPUT [DIRECTORY]. Called by Maven.
set -eu
output=$1
here=$(dirname "$0")/${2-}
compiler=${CC:-gcc}
if ! command -v "$compiler" >/dev/null; then
    echo "vzgit needs a C compiler, and there is no '$compiler': apt-get install gcc libc6-dev" >&2
    exit 1
fi
# Nothing to do while no source is newer: a build that changed no C starts no compiler.
if [ -e "$output" ] && [ -z "$(find "$here" -maxdepth 1 -type f -newer "$output")" ]; then
    exit 0
fi
mkdir -p "$(dirname "$output")"
# Static: the program runs on after pivot_root, where there is no libc of the host.
"$compiler" -std=gnu17 -O2 -static -s -Wall -Wextra -Werror -o "$output.new" "$here"/*.c
mv "$output.new" "$output"
