#!/usr/bin/env bash
# Kannel, an independent SMPP implementation: installs Debian's when there is none and we may. Without it its tests say they are skipped.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

have_kannel() {
    [[ -x /usr/sbin/bearerbox && -x /usr/sbin/smsbox && -x /usr/lib/kannel/test/drive_smpp ]]
}

if have_kannel; then exit 0; fi
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    {
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends kannel kannel-extras
    } >&2 || true
    if have_kannel; then exit 0; fi
fi
echo "Kannel is not here and cannot be installed (on Debian: apt-get install kannel kannel-extras): its tests will be skipped."
