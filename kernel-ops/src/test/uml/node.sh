#!/bin/bash
# Runs a command in a user-mode-linux node: a real kernel with pure cgroup v2, the host's files as its root
# (read-only) and a private /run (with TMPDIR in it) and /var/lib/vzgit. Prints what the command prints and exits as it does.
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
# The bound: a node that hangs must not hang the build. The slowest run seen took a tenth of it.
timeout --kill-after=10 600 "$dir/linux.uml" mem=1500M root=/dev/root rootfstype=hostfs rootflags=/ ro quiet \
  init="$work/init" con=null con0=fd:0,fd:1 uml_dir="$work/uml.d" </dev/null |
  sed -u -n -e '/^vzgit-node: begin/,$p' | sed -u -e '/^vzgit-node: begin/d' -e '/^reboot: /d' | tee "$work/output" | sed -u '/^vzgit-node: exit /d'
exit "$(sed -n 's/^vzgit-node: exit \([0-9]*\).*/\1/p' "$work/output" | tail -n 1 | grep . || echo 1)"
