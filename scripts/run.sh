#!/usr/bin/env bash
# The whole product on this machine, with the demo: http://127.0.0.1:8080, or the port in CHASQUI_PORT.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

port=${CHASQUI_PORT:-8080}
if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    die "CHASQUI_PORT is '$port', which is not a port: set it to a number from 1 to 65535."
fi

# Who listens on the port, as far as this machine tells: "by nginx (process 812)".
holder_of_port() {
    local line=
    if command -v ss >/dev/null; then
        line=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p' | head -n 1)
    elif command -v lsof >/dev/null; then
        line=$(lsof -nP -iTCP:"$port" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { printf " by %s (process %s)", $1, $2 }')
    fi
    printf '%s' "$line"
}

require_free_port() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        die "port $port is taken$(holder_of_port): stop that program, or choose another port with CHASQUI_PORT=8081 make run."
    fi
}

# As root the database runs under an account of its own, which cannot enter a private folder such as root's home.
reachable_by_others() {
    local folder=$1
    while [[ $folder != / ]]; do
        [[ -n $(find "$folder" -maxdepth 0 -perm -001) ]] || return 1
        folder=$(dirname "$folder")
    done
}

require_free_port
require_tools
if [[ -z ${Chasqui__DataFolder:-} ]]; then
    export Chasqui__DataFolder=$root/data
    if [[ $(id -u) == 0 ]] && ! reachable_by_others "$root"; then
        export Chasqui__DataFolder=/var/lib/chasqui/data
        mkdir -p /var/lib/chasqui
        echo "chasqui: this folder is private to root and PostgreSQL does not run as root: the data is kept in $Chasqui__DataFolder."
    fi
fi

postgres_binaries
if has_web; then npm_ci web; fi
build_web
build_server
require_free_port

# announce <process>: the address, once the server answers there.
announce() {
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.3
    done
    printf '\n  Chasqui runs at http://127.0.0.1:%s\n' "$port"
    if [[ $Chasqui__Demo == true ]]; then
        printf '%s\n' '  Sign in as admin, sofia (supervisor), ana or luis (agents) @demo.example, password chasqui-demo'
    fi
    printf '  Ctrl-C stops it; the data stays in %s\n\n' "$Chasqui__DataFolder"
}

export Chasqui__Demo=${Chasqui__Demo:-true}
# Here carriers are simulators on this machine (make lab): they may be reached, and they reach us. A real server allows what it needs itself.
export Chasqui__Egress__Allow__0=${Chasqui__Egress__Allow__0:-127.0.0.0/8}
export Chasqui__PublicUrl=${Chasqui__PublicUrl:-http://127.0.0.1:$port}
announce $$ &
# The shell becomes the server, so that Ctrl-C reaches it, and it stops PostgreSQL.
exec dotnet "$server" --urls "http://127.0.0.1:$port"
