#!/bin/sh
# Makes the environment named by $1 from requirements.lock and puts the project into it, editable.
# PYTHON may name the interpreter; otherwise the first fitting one is taken.
set -eu
venv=$1

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "omi-tui needs Python 3.11, 3.12 or 3.13. Install one, or name it: make PYTHON=/path/to/python" >&2
    return 1
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    # Debian and Ubuntu keep venv in a package of its own.
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        tools/apt-install.sh python3-venv
    fi
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi

echo "Installing from requirements.lock"
export PIP_DISABLE_PIP_VERSION_CHECK=1
# The lock is complete; without --no-deps an older pip takes the newest version for a name with an extra, and stops.
"$venv/bin/python" -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
touch "$venv/.installed"
