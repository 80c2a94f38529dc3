#!/usr/bin/env bash
# Everything about the sources that needs no test run: style, types, layout.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
scripts/lint-shell.sh
dotnet_build
scripts/lint-layout.sh
if has_web; then
    npm_ci web
    (cd web && npm run --silent lint && npm run --silent typecheck)
fi
