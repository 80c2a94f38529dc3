#!/usr/bin/env bash
# Writes the server's own description of its API into the web app, and the browser's types from it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
postgres_binaries
CHASQUI_WRITE_OPENAPI=1 dotnet test tests/Chasqui.Tests --filter "FullyQualifiedName~OpenApiTests" --nologo -v quiet
npm_ci web
(cd web && npm run --silent apigen)
