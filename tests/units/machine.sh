# For tests/units/run: a Debian with systemd, made once, and by what words it is spoken to.
# shellcheck shell=bash

# wait_for SECONDS WHAT COMMAND...: asks again and again until a command succeeds.
wait_for() {
    local seconds=$1 what=$2
    local until=$((SECONDS + seconds))
    shift 2
    while ! "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$until" ]; then
            echo "not within $seconds s: $what" >&2
            return 1
        fi
        sleep 0.2
    done
}

# answers MIRROR: can a Debian be fetched there? Of a mirror that is a folder debootstrap itself says so.
answers() {
    case $1 in
    http:* | https:*) wget --quiet --tries=2 --timeout=30 --output-document=/dev/null "${1%/}/dists/bookworm/InRelease" ;;
    esac
}

# debian FOLDER: makes a Debian there with debootstrap, from the mirror that this machine itself uses; one that is there stays.
# It returns 77 where there is no mirror, or none that answers: that says nothing of the units.
debian() {
    local folder=$1 mirror
    if [ -d "$folder" ]; then
        return 0
    fi
    # shellcheck disable=SC2016
    mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
        awk '$2 == "bookworm" { print $1; exit }')}
    if [ -z "$mirror" ]; then
        echo 'this machine uses no mirror of bookworm, and DEBIAN_MIRROR names none' >&2
        return 77
    fi
    if ! answers "$mirror"; then
        echo "the mirror $mirror does not answer" >&2
        return 77
    fi
    rm -rf --one-file-system "$folder.part"
    echo 'making a Debian with debootstrap'
    # What it mounts is gone with it, also where it is interrupted.
    unshare --mount debootstrap --variant=minbase --include=systemd,systemd-sysv,sudo,curl bookworm "$folder.part" "$mirror" \
        >"$folder.log" 2>&1 </dev/null || {
        tail -20 "$folder.log" >&2
        # Not every machine may mount and make devices; the log says whether that is why.
        echo 'debootstrap makes no Debian here' >&2
        return 77
    }
    rm -rf "$folder.part"/var/{cache,lib}/apt/* "$folder.part"/usr/share/{doc,man,locale}/*
    mv "$folder.part" "$folder"
}

# shellcheck disable=SC2154
# power_on ROOT: starts the machine; its processes are in a tree of their own below $machine.
power_on() {
    unshare --mount "$here/switched_on" "$1" --boot &
    machine=$!
    wait_for "$patience" 'the machine has started' has_started
}

# leader: prints the number of the machine's first process, as it is now; a reboot gives it another one.
leader() {
    pgrep -P "$(pgrep -P "$machine" -x systemd-nspawn)"
}

# inside COMMAND...: runs a command in the machine, as root.
inside() {
    nsenter --target "$(leader)" --all --root --wd -- \
        /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
}

# navette ARGUMENTS...: as docs/operating.md has it given.
navette() {
    inside sudo -H -u navette navette "$@"
}

property() {
    inside systemctl show --property "$1" --value "$2"
}

# has_started: everything has been started, and nothing of it has failed.
has_started() {
    [ "$(inside systemctl is-system-running)" = running ]
}

power_off() {
    if kill -0 "$machine" 2>/dev/null; then
        inside systemctl poweroff >/dev/null 2>&1 || true
        wait_for "$patience" 'the machine is off' is_off || kill -KILL "$(leader)" || true
        wait "$machine" || true
    fi
}

is_off() {
    ! kill -0 "$machine"
}
