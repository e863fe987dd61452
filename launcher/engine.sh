# shellcheck shell=bash
# A container engine for the tests with real Git servers. Sourced by test.sh.

# One image with sshd, Apache, git and openssl, made here from Debian's packages: nothing is pulled.
readonly SERVER_IMAGE=vzgit-test/git-server:1
# Images stay here, so that only the first run on a host takes the minute that making one takes.
readonly ENGINE_CACHE=/var/cache/vzgit-test/engine
# An engine answers within two seconds of its start; on a busy host within ten.
readonly ENGINE_WAIT_SECONDS=30

engine_answers() { timeout 10 docker info >/dev/null 2>&1; }

# Uses the engine that runs, or starts one of its own that stop_engine ends. It has no bridge and
# touches no firewall rule: containers of the tests use the loopback interface of the host.
start_engine() {
    type -P dockerd mmdebstrap >/dev/null ||
        apt install --no-install-recommends docker.io mmdebstrap || return
    # Testcontainers' cleaner is an image that would have to be pulled; the tests end their containers.
    # On a host that is a container itself it would ask for the bridge, which is not there.
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
    # Whether a file can be mounted into a container is checked with a pulled image too.
    export TESTCONTAINERS_CHECKS_DISABLE=true
    if ! engine_answers; then
        engine_run=$(mktemp -d /tmp/vzgit-engine.XXXXXX)
        export DOCKER_HOST=unix://$engine_run/docker.sock
        mkdir -p "$ENGINE_CACHE"
        dockerd --host "$DOCKER_HOST" --data-root "$ENGINE_CACHE" --exec-root "$engine_run/exec" \
            --pidfile "$engine_run/pid" --bridge=none --iptables=false --ip6tables=false \
            >"$engine_run/log" 2>&1 &
        engine_pid=$!
        local waited=0
        until engine_answers; do
            if ((waited++ >= ENGINE_WAIT_SECONDS)) || ! kill -0 "$engine_pid" 2>/dev/null; then
                tail -n 5 "$engine_run/log" >&2
                return 1
            fi
            sleep 1
        done
    fi
    docker image inspect "$SERVER_IMAGE" >/dev/null 2>&1 || make_server_image
}

make_server_image() {
    local packages=git,openssh-server,apache2,openssl suite archive made=0
    suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME-}")
    archive=$(mktemp /tmp/vzgit-image.XXXXXX)
    complain "making the image $SERVER_IMAGE from Debian's packages"
    mmdebstrap --quiet --variant=essential --format=tar --include="$packages" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' "${suite:-stable}" >"$archive" &&
        docker import "$archive" "$SERVER_IMAGE" >&2 || made=1
    rm -f "$archive"
    return "$made"
}

stop_engine() {
    [[ -n ${engine_pid-} ]] || return 0
    kill "$engine_pid" 2>/dev/null || true
    wait "$engine_pid" 2>/dev/null || true
    # dockerd leaves the mount of the host's own network namespace, and its empty cgroups.
    umount "$engine_run/exec/netns/default" 2>/dev/null || true
    rmdir /sys/fs/cgroup/*/docker 2>/dev/null || true
    rm -rf "$engine_run" || true
    engine_pid=
}
