#!/usr/bin/env bash
# Mutation testing of ControlCore and TorqueMonitor: changes the code in one place, and wants a test to fail.
#
#   Scripts/mutate.sh [PATTERN] [--minutes N] [--jobs N] [--fresh]    only files whose path contains PATTERN
#   Scripts/mutate.sh --since COMMIT                                  only lines that changed since a commit
#   Scripts/mutate.sh --self-check                                    the tool itself, on a sample (a minute)
#
# Without more it runs for 60 minutes, two runs of the tests at once.
#
# All mutants are in one build, and each run of the tests switches one on. A mutant runs the suites that
# reach its place, the quickest first, and none that takes longer than 2 s; a failed expectation, a crash
# or ten times the usual time kills it.
# What became of each is kept in .cache/mutate/results: the next run goes on from there, and tries again
# what changed, and survivors where tests changed. Ends with 1 where one survives that does not stand in
# Tests/Mutation/accepted.txt with a reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec python3 -B Scripts/mutate/mutate.py "$@"
