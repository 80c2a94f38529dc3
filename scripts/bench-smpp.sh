#!/usr/bin/env bash
# Our SMPP client and server beside npm smpp on the same work; takes about two minutes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
require_tools
npm_ci tests/Chasqui.Smpp.Tests/Peers
dotnet_build bench/Chasqui.Benchmarks
exec bench/Chasqui.Benchmarks/bin/Release/net10.0/Chasqui.Benchmarks smpp tests/Chasqui.Smpp.Tests/Peers
