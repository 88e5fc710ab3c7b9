#!/usr/bin/env bash
# Coverage of ControlCore and TorqueMonitor by their tests: every line and every region, or it fails and
# lists what was not reached. Builds these modules alone, in .build-coverage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec python3 -B Scripts/mutate/coverage.py "$@"
