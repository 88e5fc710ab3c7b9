#!/usr/bin/env bash
# Installs what Axle needs beside the Swift toolchain, on Debian and its relatives.
#
#   Scripts/setup.sh          what building and `make run` need
#   Scripts/setup.sh test     also what `make test` needs for the virtual machine
#
# As root it installs what is missing; otherwise it prints the one command to run and ends with status 1. Where
# nothing is missing it does nothing.
set -euo pipefail

packages=(libsocketcan-dev pkg-config can-utils iproute2 netcat-openbsd)
if [ "${1:-}" = test ]; then
    packages+=(qemu-system-x86 busybox-static kmod cpio xz-utils zstd strace)
fi

command -v swift >/dev/null || {
    echo "setup: no Swift toolchain found; install Swift 6.3 or later from https://swift.org/install" >&2
    exit 1
}
command -v dpkg-query >/dev/null || {
    echo "setup: this is not Debian; install the equivalents of: ${packages[*]}" >&2
    exit 1
}

missing=()
for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

install=(apt-get install -y --no-install-recommends "${missing[@]}")
if [ "$(id -u)" != 0 ]; then
    echo "setup: packages are missing; run this once:" >&2
    echo "    sudo sh -c 'apt-get update && ${install[*]}'" >&2
    exit 1
fi
echo "setup: installing ${missing[*]}" >&2
apt-get -q update >/dev/null
DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
