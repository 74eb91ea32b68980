# For tests/run and tests/long: runs steps, times them, and prints the table however the run ends.
# shellcheck shell=bash

finished=()
running=
begin=0

# step NAME COMMAND...: runs the command. It is called plainly, never under `if` or `||`, so that `set -e` holds inside it.
step() {
    running=$1
    begin=$SECONDS
    shift
    printf '\n=== %s\n' "$running"
    "$@"
    finished+=("$((SECONDS - begin)) $running")
    running=
}

# left_out WHY: says that the step that runs cannot do its work here, also in the table.
left_out() {
    running="$running: LEFT OUT, $1"
    echo "$running"
}

print_steps() {
    local total=0 row seconds name
    printf '\n minutes  step\n'
    for row in "${finished[@]}"; do
        read -r seconds name <<<"$row"
        total=$((total + seconds))
        print_row "$seconds" "$name"
    done
    if [ -n "$running" ]; then
        total=$((total + SECONDS - begin))
        print_row "$((SECONDS - begin))" "$running: FAILED"
    fi
    print_row "$total" 'in all'
}

print_row() {
    printf '%5d:%02d  %s\n' "$(($1 / 60))" "$(($1 % 60))" "$2"
}

# wanted COMMAND PACKAGE: installs a Debian package where its command is missing and we may; false where it stays missing.
wanted() {
    local program=$1 package=$2
    if command -v "$program" >/dev/null; then
        return 0
    fi
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        local install=(apt-get install -qq -y --no-install-recommends "$package")
        echo "$program is missing: installing $package"
        # A package list may be absent or old; the second attempt says what is wrong.
        timeout 300 "${install[@]}" </dev/null >/dev/null 2>&1 ||
            { timeout 120 apt-get update -qq </dev/null && timeout 300 "${install[@]}" </dev/null >/dev/null; } || true
    fi
    command -v "$program" >/dev/null
}

trap print_steps EXIT
