#!/usr/bin/env bash
# Builds the web app, then the server that serves it. What has not changed is not built again.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
postgres_binaries
if has_web; then npm_ci web; fi
build_web
build_server
