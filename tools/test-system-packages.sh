#!/bin/sh
# The programs and fonts that the tests drive besides Python; installs only what is missing.
set -eu

missing=
need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

command -v google-chrome >/dev/null 2>&1 || need chromium chromium
need w3m w3m
need pdftotext poppler-utils
need tmux tmux
need fc-list fontconfig
# Letters of both scripts, for the pictures and the browser.
fc-list 2>/dev/null | grep -qi dejavu || missing="$missing fonts-dejavu-core"

if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    "$(dirname "$0")/apt-install.sh" $missing || echo "The tests that need them will fail." >&2
fi
