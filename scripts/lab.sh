#!/usr/bin/env bash
# One simulated carrier on this machine: scripts/lab.sh <kind> [--receipts none]. LAB_PORT is its port (9100),
# LAB_HOOK the provider's address for callbacks, as its page in the product shows it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
dotnet_build tools/Chasqui.Lab
options=()
if [[ -n ${LAB_PORT:-} ]]; then options+=(--port "$LAB_PORT"); fi
if [[ -n ${LAB_HOOK:-} ]]; then options+=(--hook "$LAB_HOOK"); fi
exec dotnet tools/Chasqui.Lab/bin/Release/net10.0/Chasqui.Lab.dll "$@" ${options[@]+"${options[@]}"}
