#!/usr/bin/env bash
# Sees that the programs are there that tests need and no Python package brings; installs them where it may.
# They are Debian's names; elsewhere a browser in the PATH named chromium, chromium-browser or google-chrome will do.
set -euo pipefail

needed=()
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! browser >/dev/null; then
    needed+=(chromium)
fi
if [ ${#needed[@]} -eq 0 ]; then
    exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! ${root[@]+"${root[@]}"} true 2>/dev/null; then
    echo "The tests need these system packages: ${needed[*]}" >&2
    echo "This set-up may not install them here. On Debian and Ubuntu, as root:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends ${needed[*]}" >&2
    exit 1
fi

echo "· installing system packages: ${needed[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { ${root[@]+"${root[@]}"} apt-get update &&
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${needed[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "Installing ${needed[*]} failed; what apt-get said is above." >&2
    exit 1
fi
