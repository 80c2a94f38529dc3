#!/usr/bin/env bash
# Brings everything that building and running need: packages and the PostgreSQL programs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
postgres_binaries
if has_web; then npm_ci web; fi
dotnet restore --verbosity quiet
