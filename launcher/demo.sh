# shellcheck shell=bash
# Shows the whole way from a commit to running VEs, with the commands that anybody would use.
# Sourced by vzgit, after setup.sh and build.sh.
# shellcheck disable=SC2154  # root comes from vzgit

# Everything of the demo is below this directory, and the node of this host is not touched.
readonly demo_place=/var/lib/vzgit-demo
readonly demo_home=$demo_place/node
readonly demo_repo=$demo_place/desired.git
readonly demo_tree=$demo_place/desired
readonly demo_ve=ve/web1.yaml

demo() {
    case ${1-} in
        '') ;;
        --clean)
            demo_clean
            return
            ;;
        -h | --help)
            printf '%s\n' 'Usage: vzgit demo [--clean]' \
                'Run three VEs on this machine from a Git repository of their own, and change one.' \
                '      --clean   Stop and destroy them, and take everything of the demo away.' \
                '' 'Example:' '  sudo ./vzgit demo'
            return 0
            ;;
        *)
            complain "demo: unknown argument $1"
            exit 64
            ;;
    esac
    ((EUID == 0)) || fail "VEs need root: sudo $0 demo"
    setup
    fresh || build
    demo_repository
    demo_reconcile
    demo_look
    demo_change
    title 'Again: the commit is what runs'
    demo_run plan
    printf '\nThe VEs keep running. To take everything away: sudo %s demo --clean\n' "$0"
}

title() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

# Shows a command as it can be typed, then runs it.
demo_run() {
    local command=$1
    shift
    printf '\n\033[32m$ vzgit %s --home %s%s\033[0m\n' "$command" "$demo_home" "${*:+ $*}"
    "$root/vzgit" "$command" --home "$demo_home" "$@"
}

# plan tells by exit code 2 that there are changes, which is no failure here.
demo_plan() {
    local code=0
    demo_run plan "$@" || code=$?
    ((code == 0 || code == 2))
}

demo_git() {
    git -C "$demo_tree" -c user.name='vzgit demo' -c user.email=demo@example.org \
        -c commit.gpgsign=false -c init.defaultBranch=main "$@"
}

demo_commit() {
    demo_git add -A
    demo_git commit -q -m "$1"
    demo_git push -q "$demo_repo" HEAD:refs/heads/main
    demo_git --no-pager log -1 --format='commit %h  %s'
}

demo_repository() {
    title "A repository with the desired state: $demo_repo"
    if [[ -d $demo_repo ]]; then
        echo 'already there'
        return 0
    fi
    rm -rf "$demo_tree" "$demo_repo.part"
    mkdir -p "$demo_tree"
    cp -R "$root/examples/desired-state/." "$demo_tree/"
    demo_git init -q
    git init -q --bare --initial-branch=main "$demo_repo.part"
    mv "$demo_repo.part" "$demo_repo"
    demo_commit 'Three VEs on the node demo'
}

demo_reconcile() {
    title 'What a commit would do, and doing it'
    demo_plan --repo "$demo_repo" --rev main --node demo
    demo_run apply --repo "$demo_repo" --rev main --node demo
}

demo_look() {
    title 'What runs now, as the kernel has it'
    demo_run status
    demo_run list -o ctid,name,numproc,numproc.l,physpages,physpages.l,status,ip
    demo_run exec web1 -- ps
}

demo_change() {
    title 'A live change by a commit: at most 100 processes in web1'
    if grep -q 'numproc: 100' "$demo_tree/$demo_ve"; then
        echo 'already as wanted'
        return 0
    fi
    local before
    before=$(demo_facts)
    sed -i 's/^  cpu:/  beancounters: {numproc: 100}\n&/' "$demo_tree/$demo_ve"
    demo_git --no-pager diff -U0 | tail -n 1
    demo_commit 'web1: at most 100 processes'
    demo_plan
    demo_run apply
    printf '\nbefore: %s\nafter:  %s   (the same init: nothing was restarted)\n' \
        "$before" "$(demo_facts)"
}

# Read from the kernel, not from vzgit: the bound in the VE's cgroup, and its init on the host, which
# is the oldest process there. The parent cgroup of a node home other than the default one is named
# after the digest of its path.
demo_facts() {
    local digest bound pid
    digest=$(printf %s "$demo_home/state" | md5sum)
    for bound in /sys/fs/cgroup/{pids/,}"vzgit-${digest:0:8}"/101/pids.max; do
        if [[ -r $bound ]]; then
            pid=$(sort -n "${bound%/*}/cgroup.procs" | head -n 1)
            printf '%s = %s, init is process %s' "$bound" "$(<"$bound")" "$pid"
            return 0
        fi
    done
    fail 'the kernel has no cgroup of web1'
}

demo_clean() {
    ((EUID == 0)) || fail "VEs need root: sudo $0 demo --clean"
    if [[ ! -d $demo_place ]]; then
        echo 'There is no demo here.'
        return 0
    fi
    fresh || build
    demo_run wipe
    rm -rf "$demo_place"
    echo "The demo is gone: its VEs, its repository and $demo_place."
}
