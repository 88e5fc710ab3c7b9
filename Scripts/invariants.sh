#!/usr/bin/env bash
# Runs the tests of the 32 invariants and prints a line for each: what looked at it, how many steps ran, and how
# often the rule was compared with what happened. Status 1 where a test fails or nothing looked at one of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
Scripts/setup.sh test >&2
build=(-c release -Xswiftc -enable-testing --scratch-path .build-test)
swift build "${build[@]}" --build-tests >&2
output=$(mktemp)
trap 'rm -f "$output"' EXIT
AXLE_INVARIANTS=1 swift test "${build[@]}" --skip-build --filter '^ControlCoreTests\.' \
    --filter '^ControlRuntimeTests\.(InjectionTable|HealthyDrive|StoppedDaemon|Replay)Tests' >"$output" 2>&1 ||
    { grep -E '✘|error:' "$output" >&2; exit 1; }
python3 -B Scripts/invariants.py "$output"
