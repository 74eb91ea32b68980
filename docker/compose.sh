# For docker/try and tests/compose: the territory of docker/compose.yml, by its words.
# shellcheck shell=bash

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

# container SERVICE: gives the id of its container.
container() {
    compose ps --quiet "$1"
}

# inside SERVICE ARGUMENTS...: runs navette in the container of a process.
inside() {
    local service=$1
    shift
    docker exec "$(container "$service")" navette "$@"
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

# wait_until_ready: waits until every process answers 200 on /readyz.
wait_until_ready() {
    local service
    for service in federator "${libraries[@]}"; do
        wait_for 120 "$service is ready" is_healthy "$service"
    done
}
