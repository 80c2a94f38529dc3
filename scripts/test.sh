#!/usr/bin/env bash
# Everything there is to pass. Every stage runs, unless what it needs has failed; the last line adds up.
set -uo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/stages.sh
source scripts/stages.sh

rm -rf "$results"
mkdir -p "$results/dotnet"

passed=0
failed=0
succeeded=" "
summary=

note() {
    summary+=$(printf '%-8s %5s  %s' "$1" "$2" "$3")$'\n'
}

finish() {
    printf '\n%s\n%d passed, %d failed\n' "$summary" "$passed" "$failed"
    ((failed == 0))
    exit
}

# stage <id> <title> <ids it needs> <function> [result file or folder of a test runner]
stage() {
    local id=$1 title=$2 needs=$3 run=$4 counted=${5:-} need began outcome counts ok=0 bad=0
    for need in $needs; do
        if [[ $succeeded != *" $need "* ]]; then
            note skipped "" "$title (needs: $need)"
            return
        fi
    done
    say "$title"
    began=$SECONDS
    # A shell of its own, so that a failing command ends the stage and not the run.
    (set -e; "$run")
    outcome=$?
    if [[ -n $counted ]]; then
        counts=$(node scripts/count-tests.mjs "$counted")
        read -r ok bad <<<"${counts%%$'\n'*}" || true
        # A runner that broke before, between or after its tests has failed too.
        if ((outcome != 0 && bad == 0)); then bad=1; fi
        if ((outcome == 0 && ok + bad == 0)); then outcome=1 bad=1; fi
        title="$title: $ok passed, $bad failed"
    elif ((outcome != 0)); then
        bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    if ((outcome == 0 && bad == 0)); then
        succeeded+="$id "
        note passed "$((SECONDS - began)) s" "$title"
    else
        note FAILED "$((SECONDS - began)) s" "$title"
        # By name in the sum too: whoever reads only the end of a long run sees what to look for.
        while [[ ${counts:-} == *$'\n'* ]]; do
            counts=${counts#*$'\n'}
            note "" "" "    ${counts%%$'\n'*}"
        done
    fi
}

(require_tools) || {
    failed=1
    note FAILED "" "prerequisites"
    finish
}
require_tools

stage shell "shell scripts" "" scripts/lint-shell.sh
stage postgres "PostgreSQL programs" "" postgres_binaries
if has_web; then
    stage web-packages "web packages" "" web_packages
    stage web-tree "web dependency tree" "web-packages" web_tree
    if [[ -d web/openapi ]]; then stage web-client "web API client is up to date" "web-packages" web_client; fi
    stage web-lint "web lint and format" "web-packages" web_lint
    stage web-types "web types" "web-packages" web_types
    stage web-tests "web unit and component tests" "web-packages" web_tests "$results/vitest.json"
    # Before the server, which takes the built app into its own folder.
    stage web-build "web build" "web-packages" build_web
else
    say "there is no web/package.json: the web stages are left out"
    note "left out" "" "web stages: there is no web/package.json"
fi
stage csharp-build "C# build, style as errors" "" csharp_build
stage csharp-layout "C# layout" "" csharp_layout
stage smpp-peers "SMPP peers" "" smpp_peers
stage csharp-tests "C# tests on PostgreSQL" "csharp-build postgres" csharp_tests "$results/dotnet"
if has_web && has_script e2e; then
    stage browser "browser" "" browser
    stage browser-tests "browser tests" "web-build csharp-build postgres browser" browser_tests "$results/playwright.json"
fi
finish
