# For docker/try, docker/navette and tests/compose: the territory of docker/compose.yml, by its words.
# shellcheck shell=bash

# Used by those who read this file.
# shellcheck disable=SC2034
libraries=(aire lumbres fauquembergues)
compose_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# compose COMMAND...: docker compose, in whichever of its two forms is here.
compose() {
    local file=$compose_folder/compose.yml project=${NAVETTE_PROJECT:-navette}
    if docker compose version >/dev/null 2>&1; then
        docker compose --file "$file" --project-name "$project" "$@"
    else
        docker-compose --file "$file" --project-name "$project" "$@"
    fi
}

# container SERVICE: gives the id of its container, also where that does not run.
container() {
    compose ps --all --quiet "$1"
}

# inside SERVICE ARGUMENTS...: runs navette in the container of a process that runs.
inside() {
    local service=$1
    shift
    docker exec --interactive "$(container "$service")" navette "$@"
}

# at_rest SERVICE ARGUMENTS...: runs navette on what a process keeps, while the process does not run.
at_rest() {
    compose run --rm --no-deps -T "$@"
}

# keeps SERVICE FILE: is the file in the volume of a process?
keeps() {
    compose run --rm --no-deps -T --entrypoint test "$1" -s "/var/lib/navette/$2" >/dev/null 2>&1
}

# wait_for SECONDS WHAT COMMAND...: asks again and again until a command succeeds.
wait_for() {
    local seconds=$1 what=$2
    local until=$((SECONDS + seconds))
    shift 2
    while ! "$@"; do
        if [ "$SECONDS" -ge "$until" ]; then
            echo "not within $seconds s: $what" >&2
            return 1
        fi
        sleep 1
    done
}

is_healthy() {
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]
}

# wait_until_ready SERVICE...: waits until each process answers 200 on /readyz.
wait_until_ready() {
    local service
    for service in "$@"; do
        wait_for 120 "$service is ready" is_healthy "$service"
    done
}
