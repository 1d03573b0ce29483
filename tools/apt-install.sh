#!/bin/sh
# Installs Debian packages without asking, as root or through a sudo that needs no password.
# Fails with a sentence where that cannot be done.
set -eu

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Install these with your system's package manager: $*" >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    sudo=
elif sudo -n true 2>/dev/null; then
    sudo="sudo -n"
else
    echo "Install these as an administrator: apt-get install $*" >&2
    exit 1
fi

echo "Installing $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update -qq &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
