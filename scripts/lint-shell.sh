#!/usr/bin/env bash
# The shell scripts: syntax everywhere, and shellcheck where it is installed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for script in scripts/*.sh .ci/run; do bash -n "$script"; done
if command -v shellcheck >/dev/null; then
    shellcheck -x scripts/*.sh .ci/run
else
    echo "shellcheck is not installed: only the syntax was checked"
fi
