#!/usr/bin/env bash
# Makes an image able to grade: Python, its libraries, roots for students' code; then tries all of it.
# Gradescope runs it once, as root. What it cannot make is told by the last lines, and fails the build.
set -euo pipefail
umask 022
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=/opt/dgm
export HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8

# Solutions, hidden checks and the secret are root's alone, before anything else is done.
chown -R root:root "$source"
chmod -R go= "$source"

fits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
        >/dev/null 2>&1
}

found() {
    local name
    for name in python3.12 python3.11 python3.13 python3; do
        if command -v "$name" >/dev/null && fits "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

if ! python=$(found); then
    apt-get update -qq
    for version in 3.12 3.11 3.13; do
        ! apt-get install -qq --no-install-recommends "python$version" "python$version-venv" || break
    done
    python=$(found) || {
        echo "There is no Python 3.11 to 3.13 with venv here, and apt gives none. Choose Ubuntu 22.04 or" \
            "24.04 as base image on Gradescope." >&2
        exit 2
    }
fi
if ! ldconfig -p | grep -q libseccomp.so.2; then
    apt-get update -qq
    apt-get install -qq --no-install-recommends libseccomp2
fi

mapfile -t options <"$source/pip.txt"
"$python" -m venv "$home/venv"
pip=("$home/venv/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --quiet)
"${pip[@]}" "${options[@]}" --constraint "$source/pins.txt" --requirement "$source/packages.txt"
"${pip[@]}" --no-index --no-deps "$source"/wheel/*.whl

"$home/venv/bin/python" -I -m autograder.gradescope install
