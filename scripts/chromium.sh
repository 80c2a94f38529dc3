#!/usr/bin/env bash
# Prints the browser that the browser tests use; installs Debian's when there is none and we may.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

find_browser() {
    local candidate
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if [[ -n $candidate ]] && command -v "$candidate"; then return 0; fi
    done
    return 1
}

if find_browser; then exit 0; fi
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    {
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    } >&2
    if find_browser; then exit 0; fi
fi
die "the browser tests need Chromium or Chrome: install it (on Debian: apt-get install chromium), or set CHROMIUM to its program."
