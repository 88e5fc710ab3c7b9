#!/usr/bin/env bash
# Form: the formatter's rules, scripts that parse, and no heap in the modules of the control path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

paths=(Package.swift Sources Tests)
[ ! -d Benchmarks ] || paths+=(Benchmarks/Package.swift Benchmarks/Sources)
swift format lint --strict --recursive "${paths[@]}"
echo "format: clean"
for script in Scripts/*.sh Tests/vm/*.sh .ci/run; do bash -n "$script"; done
echo "scripts: parse"
Scripts/check-realtime.sh
