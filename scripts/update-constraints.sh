#!/usr/bin/env bash
# Writes constraints.txt anew: the newest versions that pyproject.toml allows, everything that they pull in included.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder"
pip() { "$folder/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --upgrade pip
pip install --group build --group dev --group node
pip install --no-build-isolation --editable .
{
    echo "# Exact versions that the project is built and tested with. Made by scripts/update-constraints.sh; do not edit."
    pip freeze --all --exclude-editable --exclude setuptools
} >"$folder/constraints.txt"
cp "$folder/constraints.txt" constraints.txt
