#!/usr/bin/env bash
# Builds and runs all tests, with set-up.
#
# Suites named …KernelTests need CAN in the kernel. Where this kernel has it, and this is root, they run here;
# elsewhere they run in a virtual machine with Debian's kernel (Tests/vm/vm.sh). That none of them ran is a failure.
# AdapterKernelTests also need two CAN controllers on one bus, can0 and can1, and run only where there are such.
# WallClockKernelTests set the clock, and run in the virtual machine only.
#
#   AXLE_RECORDINGS   a folder of logs of real cars (../shared/recordings); tests on them are left out without it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Scripts/setup.sh test

recordings=${AXLE_RECORDINGS:-../shared/recordings}
if [ -d "$recordings" ]; then
    AXLE_RECORDINGS=$(cd "$recordings" && pwd)
    export AXLE_RECORDINGS
    echo "recordings: $AXLE_RECORDINGS"
else
    unset AXLE_RECORDINGS
    echo "recordings: none at $recordings; the tests on recordings are left out"
fi

# Status 3 is PyPI out of reach, said in a line of its own; any other is a fault of the set-up.
if AXLE_DIFFERENTIAL=$(Scripts/differential.sh); then
    export AXLE_DIFFERENTIAL
    echo "differential: $AXLE_DIFFERENTIAL"
else
    status=$?
    [ $status = 3 ] || exit $status
    unset AXLE_DIFFERENTIAL
    echo "differential: the tests against cantools are left out"
fi

# Whether a virtual CAN interface can be made here.
has_can() {
    [ "$(id -u)" = 0 ] || return 1
    modprobe vcan 2>/dev/null || true
    ip link add dev axleprobe type vcan 2>/dev/null || return 1
    ip link delete axleprobe
}

# The number of tests in the summary lines, whose colours are taken off.
tests_that_ran() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .* passed after.*/\1/p' |
        awk '{ sum += $1 } END { print sum + 0 }'
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT

# As built for use, and open to the tests: what is proved is what runs, and the virtual machine is slow.
build=(-c release -Xswiftc -enable-testing --scratch-path .build-test)
swift build "${build[@]}" --build-tests
# Tests with deadlines of milliseconds: nothing runs beside them, and best where time follows instructions.
drives='RunningPrograms/(DriveTests|KillTests)/'
guardian='GuardOnKernelBuses/'
swift test "${build[@]}" --skip-build --skip KernelTests --skip ProgramTests
swift test "${build[@]}" --skip-build --filter ProgramTests --skip KernelTests --skip "$drives"

# Random databases and frames under the address sanitizer; make fuzz goes on for ten minutes.
Scripts/fuzz.sh 30

if has_can; then
    place="Linux $(uname -r)"
    selection=(--skip WallClockKernelTests)
    echo "kernel tests: WallClockKernelTests would set this machine's clock; they are left out"
    if ! [ -e /sys/class/net/can0 ] || ! [ -e /sys/class/net/can1 ]; then
        echo "kernel tests: there are no can0 and can1; AdapterKernelTests are left out"
        selection+=(--skip AdapterKernelTests)
    fi
    swift test "${build[@]}" --skip-build --filter "$drives"
    swift test "${build[@]}" --skip-build --filter "$guardian" "${selection[@]}" 2>&1 | tee "$report"
    swift test "${build[@]}" --skip-build --filter KernelTests --skip "$guardian" "${selection[@]}" 2>&1 | tee -a "$report"
else
    place="Debian's kernel in a virtual machine"
    products=$(printf %q "$(swift build "${build[@]}" --show-bin-path)")
    # Files that are read for the first time come slowly there, so the programs are started once beforehand.
    Tests/vm/vm.sh run "
        for each in axled axle-guard axlectl axlesim; do $products/\$each --help >/dev/null; done
        for each in candump cangen canplayer cansend ip log2asc strace; do cat \$(command -v \$each) >/dev/null; done
        tests='$products/axlePackageTests.xctest --testing-library swift-testing'
        \$tests --filter '$drives' && \$tests --filter '$guardian' && \$tests --filter KernelTests --skip '$guardian'
    " | tee "$report"
fi

count=$(tests_that_ran "$report")
echo "kernel tests: ${count:-0} ran on $place"
[ "${count:-0}" -gt 0 ] || { echo "kernel tests: none passed" >&2; exit 1; }
