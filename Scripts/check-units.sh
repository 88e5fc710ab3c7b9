#!/usr/bin/env bash
# Checks the service units: systemd-analyze verify must have nothing to say, and the exposure that
# systemd-analyze security works out must be 2.0 or less for each.
#
#   Scripts/check-units.sh [FOLDER WITH THE BUILT PROGRAMS]
#
# The units are looked at in a root of their own, with the programs where the units expect them, so
# that nothing has to be installed on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=${1:-.build/release}
limit=2.0
units=(axle-guard.service axled.service)

command -v systemd-analyze >/dev/null || {
    echo "check-units: systemd-analyze is missing; on Debian: apt-get install systemd" >&2
    exit 1
}
for program in axle-guard axled; do
    [[ -x $programs/$program ]] || {
        echo "check-units: $programs/$program is not built; run: swift build -c release" >&2
        exit 1
    }
done

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/usr/local/bin" "$root/usr/lib" "$root/etc/systemd/system"
cp "$programs/axle-guard" "$programs/axled" "$root/usr/local/bin/"
cp -r /usr/lib/systemd "$root/usr/lib/systemd"
ln -s usr/lib "$root/lib"
cp systemd/*.service "$root/etc/systemd/system/"
# ExecReload sends SIGHUP with procps' kill, which a container may lack.
install -D -m 755 /dev/null "$root/usr/bin/kill"

failed=0
for unit in "${units[@]}"; do
    echo "== systemd-analyze verify $unit"
    said=$(systemd-analyze verify --man=no --root="$root" "$unit" 2>&1) || failed=1
    if [[ -n $said ]]; then
        echo "$said"
        failed=1
    else
        echo "clean"
    fi
    echo "== systemd-analyze security $unit"
    security=$(systemd-analyze security --no-pager --offline=true --root="$root" "$unit" 2>&1) || true
    echo "$security" | grep -v '^✓' || true
    exposure=$(sed -n 's/.*Overall exposure level for [^:]*: \([0-9.]*\).*/\1/p' <<<"$security")
    if [[ -z $exposure ]] || awk "BEGIN { exit !($exposure > $limit) }"; then
        echo "check-units: $unit: exposure ${exposure:-unknown}, at most $limit is allowed" >&2
        failed=1
    fi
done
exit $failed
