#!/usr/bin/env bash
# Compiles the modules of the control path as embedded Swift, where any use of the heap is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
for module in CANFrames SignalCodec VehicleModel ControlCore TorqueMonitor; do
    mapfile -t files < <(find "Sources/$module" -name '*.swift' | sort)
    swiftc -swift-version 6 -enable-experimental-feature Embedded -wmo -no-allocations \
        -enable-upcoming-feature InternalImportsByDefault -enable-experimental-feature Lifetimes \
        -parse-as-library -package-name axle -I "$built" \
        -emit-module -emit-module-path "$built/$module.swiftmodule" -module-name "$module" \
        -c "${files[@]}" -o "$built/$module.o"
    echo "real-time clean: $module (${#files[@]} files)"
done
