#!/usr/bin/env bash
# Makes or completes the virtual environment: setup-venv.sh VENV PYTHON run|dev
# Exact versions come from constraints.txt. Works from nothing but Python 3.11 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1 python=$2 kind=$3

say() { printf '· %s\n' "$*" >&2; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if ! [ -x "$venv/bin/python" ] || ! new_enough "$venv/bin/python"; then
    found=
    for candidate in "$python" python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$candidate"; then
            found=$candidate
            break
        fi
    done
    if [ -z "$found" ]; then
        echo "graphmap needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || true)." >&2
        echo "Install one, or name it: make PYTHON=/path/to/python3.11 …" >&2
        exit 1
    fi
    say "making $venv with $("$found" --version)"
    if ! "$found" -m venv --clear "$venv"; then
        echo "'$found -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

pip() {
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"
}

say "installing Python packages ($kind)"
pip install --constraint constraints.txt pip
groups=(--group build)
if [ "$kind" = dev ]; then
    groups+=(--group dev)
fi
if ! "$venv/bin/python" scripts/explorer.py node 2>/dev/null; then
    say "no Node here: taking the one that PyPI holds"
    groups+=(--group node)
fi
pip install --constraint constraints.txt "${groups[@]}"
# The build's own requirements are installed by now, with their exact versions: no second, isolated download.
pip install --constraint constraints.txt --no-build-isolation --editable .
