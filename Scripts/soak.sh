#!/usr/bin/env bash
# Drives at random through the control core for STEPS steps (1e8 where not said); the suites that do so
# read AXLE_SOAK_STEPS. Builds the modules of the control path alone, optimised, in .build-soak.
#
#   Scripts/soak.sh [STEPS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
steps=$(python3 -c 'import sys; print(int(float(sys.argv[1])))' "${1:-1e8}")
python3 -B Scripts/mutate/reduced.py .build-soak
flags=(-c release -Xswiftc -enable-testing --package-path .build-soak)
swift build "${flags[@]}" --build-tests >&2
bundle=$(swift build "${flags[@]}" --show-bin-path)/reducedPackageTests.xctest
filter='^ControlCoreTests\.RandomDrive'
tests=$("$bundle" --testing-library swift-testing --list-tests | grep -cE "$filter" || true)
[ "$tests" -gt 0 ] || { echo "soak: no suite of ControlCoreTests is called RandomDrive…" >&2; exit 1; }
start=$SECONDS
AXLE_SOAK_STEPS=$steps "$bundle" --testing-library swift-testing --filter "$filter"
echo "soak: $steps steps asked for, $tests tests, $((SECONDS - start)) s"
