#!/usr/bin/env bash
# Drives a car by a scenario, with plant, guardian and daemon as three processes.
#
# Usage: run.sh [--car NAME] [--scenario NAME]
#
# The car is a name in Config/vehicles and Config/plants, with its guardian's file in Config/guards, or
# Config/guard.yaml where there is none; without one it is the scenario's, or the AWD prototype, leaf-eplus-awd. The scenario is a
# name in Config/scenarios; without one it is launch: from standstill to 100 km/h and back.
#
# On a terminal the live view stays until q; elsewhere one status line a second is printed. The last line is
# `summary: {json}`. Buses are vcan where the kernel has it and this is root, local buses elsewhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

car_name=
scenario=launch
while [ $# -gt 0 ]; do
    case $1 in
        --car) car_name=${2:-} ;;
        --scenario) scenario=${2:-} ;;
        *) echo "run: found $1, allowed --car NAME, --scenario NAME" >&2; exit 2 ;;
    esac
    shift
    [ $# -gt 0 ] || { echo "run: a name is missing" >&2; exit 2; }
    shift
done
# The scenario's own car where none is named.
[ -n "$car_name" ] || car_name=$(sed -n 's/^car: *\([a-z0-9-]*\).*/\1/p' "Config/scenarios/$scenario.yaml" 2>/dev/null || true)
car_name=${car_name:-leaf-eplus-awd}
guard_file=Config/guards/$car_name.yaml
[ -e "$guard_file" ] || guard_file=Config/guard.yaml
for file in "Config/vehicles/$car_name.yaml" "Config/plants/$car_name.yaml" "Config/scenarios/$scenario.yaml"; do
    [ -e "$file" ] || { echo "run: $file is missing; allowed: $(ls "$(dirname "$file")" | sed 's/.yaml$//' | paste -sd ' ' -)" >&2; exit 2; }
done

Scripts/setup.sh
swift build -c release 1>&2
programs=$(swift build -c release --show-bin-path)
run=$PWD/runs/$(date +%Y%m%d-%H%M%S)
mkdir -p "$run"
# A Unix socket's path is short; the run's own folder need not be.
sockets=$(mktemp -d /tmp/axle.XXXXXX)
state=$sockets/state.sock
interfaces=()

stop_all() {
    trap - EXIT INT TERM
    # The arming client first: the daemon then takes torque to zero before anything else ends.
    for each in "${armer:-}" "${watcher:-}" "${daemon:-}" "${guardian:-}" "${plant:-}"; do
        [ -n "$each" ] || continue
        kill "$each" 2>/dev/null || true
        wait "$each" 2>/dev/null || true
    done
    for each in "${interfaces[@]}"; do ip link delete "$each" 2>/dev/null || true; done
    rm -rf "$sockets"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    echo "run: $*" >&2
    for log in "$run"/*.err; do
        [ ! -s "$log" ] || { echo "--- $(basename "$log")" >&2; tail -n 15 "$log" >&2; }
    done
    exit 1
}

# Makes one virtual CAN interface a bus; fails where the kernel has none.
make_interfaces() {
    [ "$(id -u)" = 0 ] || return 1
    modprobe vcan 2>/dev/null || true
    local name
    for name in axlefront axlerear axlecar; do
        ip link show "$name" >/dev/null 2>&1 || ip link add dev "$name" type vcan 2>/dev/null || return 1
        interfaces+=("$name")
        ip link set "$name" up
    done
}

if make_interfaces; then
    front=axlefront rear=axlerear car=axlecar
    echo "buses: virtual CAN interfaces $front, $rear, $car"
else
    front=unix:$sockets/front.bus rear=unix:$sockets/rear.bus car=unix:$sockets/car.bus
    echo "buses: local, because this kernel has no vcan for this user"
fi

cat >"$run/axled.yaml" <<YAML
mode: control
vehicle: $PWD/Config/vehicles/$car_name.yaml
buses:
  front: {address: "$front", databases: [$PWD/DBC/leaf-ev.dbc]}
  rear: {address: "$rear", databases: [$PWD/DBC/leaf-ev.dbc]}
  car: {address: "$car", databases: [$PWD/DBC/leaf-car.dbc, $PWD/DBC/axle-bench.dbc]}
sockets: {state: $state, control: $sockets/control.sock}
guard: {socket: $sockets/guard.sock}
recording: {path: $run/drive.log}
real_time: {priority: 10, lock_memory: yes}
YAML

# Waits until a command succeeds, at most so many seconds.
await() {
    local seconds=$1 what=$2 end
    shift 2
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "$what within $seconds s"
        sleep 0.1
    done
}

"$programs/axlesim" attach --front "$front" --rear "$rear" --car "$car" --drive "$scenario" \
    --plant "Config/plants/$car_name.yaml" \
    --json-summary "$run/plant.json" >"$run/plant.out" 2>"$run/plant.err" &
plant=$!
case $front in unix:*) await 10 "the plant serves no buses" test -S "${car#unix:}" ;; esac
"$programs/axle-guard" --config "$guard_file" --socket "$sockets/guard.sock" \
    --front "$front" --rear "$rear" --car "$car" 2>"$run/guardian.err" >&2 &
guardian=$!
"$programs/axled" --config "$run/axled.yaml" 2>"$run/daemon.err" >&2 &
daemon=$!

status() { "$programs/axlectl" status --socket "$state" "$@"; }
is_ready() { status --json | grep -q '"missing":\[\]'; }
await 20 "the daemon is not ready to be armed" is_ready

"$programs/axlectl" subscribe --socket "$state" --every --json axle.front.binding axle.rear.binding \
    >"$run/binding.json" 2>"$run/binding.err" &
watcher=$!
# A daemon that is still starting may answer too late: what was refused then is asked for again.
arm_until=$((SECONDS + 15))
while :; do
    "$programs/axlectl" arm --wait 20 --socket "$state" >"$run/arm.out" 2>"$run/arm.err" &
    armer=$!
    sleep 0.5
    ! kill -0 "$armer" 2>/dev/null || break
    [ $SECONDS -lt $arm_until ] || fail "not armed within 15 s: $(cat "$run/arm.err")"
done

# The plant writes its summary when the scenario has ended.
if [ -t 0 ] && [ -t 1 ]; then
    "$programs/axlectl" watch --socket "$state" || true
    [ -s "$run/plant.json" ] || echo "run: stopped before the drive ended" >&2
else
    for ((second = 0; second < 60; second++)); do
        [ ! -s "$run/plant.json" ] || break
        kill -0 "$armer" 2>/dev/null || fail "the arming ended: $(cat "$run/arm.err")"
        status --short || true
        sleep 1
    done
    [ -s "$run/plant.json" ] || fail "the drive did not end within 60 s"
fi
status --json >"$run/daemon.json"
stop_all

# The value of a key in a file of JSON, for numbers.
value() { grep -o "\"$2\":[^,}]*" "$run/$1" | head -n 1 | cut -d : -f 2; }
bound=$(grep -o '"label":"[^"]*"' "$run/binding.json" | cut -d '"' -f 4 | grep -v '^none$' | sort -u \
    | sed 's/.*/"&"/' | paste -sd , - || true)
if [ ! -s "$run/plant.json" ]; then exit 1; fi
printf 'log: %s\n' "$run/drive.log"
printf 'summary: {"zero_to_100_s":%s,"peak_electrical_kW":%s,"battery_limit_kW":%s,"cycles":%s,"overruns":%s,' \
    "$(value plant.json zero_to_100_s)" "$(value plant.json peak_electrical_kW)" \
    "$(value plant.json limit_kW_at_peak)" "$(value daemon.json cycle)" "$(value daemon.json overruns)"
printf '"limit_violations":%s,"binding_limits":[%s],"log":"%s"}\n' \
    "$(value daemon.json limit_violations)" "$bound" "$run/drive.log"
