#!/usr/bin/env bash
# Removes what was built and installed here. The data folder stays: it may hold somebody's messages.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rm -rf artifacts web/dist web/node_modules web/test-results web/playwright-report tools/postgres/node_modules \
    tests/Chasqui.Smpp.Tests/Peers/node_modules
find src tests tools bench -type d \( -name bin -o -name obj \) -not -path '*/node_modules/*' -prune -exec rm -rf {} + 2>/dev/null || true
