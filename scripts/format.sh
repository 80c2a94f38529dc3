#!/usr/bin/env bash
# Puts the sources into shape: C# and web.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
scripts/lint-layout.sh --verbosity minimal
dotnet format style --verbosity minimal
if has_web; then
    npm_ci web
    (cd web && npx --no-install biome check --write .)
fi
