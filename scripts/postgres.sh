#!/usr/bin/env bash
# Brings the PostgreSQL programs that the server's private database needs.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
postgres_binaries
