#!/usr/bin/env bash
# Layout of the C# sources; rules of style are errors of the build. As folders: without loading the projects it takes seconds.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for folder in src tests tools bench; do
    if [[ -d $folder ]]; then dotnet format whitespace "$folder" --folder "${@:---verify-no-changes}"; fi
done
