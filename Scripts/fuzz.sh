#!/usr/bin/env bash
# Fuzzes the DBC reader and writer, and decoding and encoding, with libFuzzer and the address sanitizer.
#
#   Scripts/fuzz.sh [SECONDS]     600 where nothing is given; both targets run at once
#
# No crash, no input that takes longer than 1 s, no more than 200 MB. The seeds are made of DBC/*.dbc and
# Tests/Fuzzing/seeds; what is found of interest stays in .cache/fuzz/corpus and is begun with the next time. An
# input that fails is kept in .cache/fuzz/failures, and the command that repeats it is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-600}
folder=$PWD/.cache/fuzz
limits=(-timeout=1 -rss_limit_mb=200 -max_len=4096)
export SWIFT_BACKTRACE=enable=no
# The quarantine holds back freed memory, 256 MB unless told otherwise: here that would be the limit.
export ASAN_OPTIONS=quarantine_size_mb=8:thread_local_quarantine_size_kb=64:detect_leaks=0:allocator_release_to_os_interval_ms=100
export AXLE_FUZZ_DATABASES=$folder/databases

say() { echo "fuzz: $*"; }

# Compiles the modules and both targets, where a source is newer than what was built.
build() {
    local built=$folder/built key
    key=$({ swiftc --version; cat "${BASH_SOURCE[0]}"; find Sources/CANFrames Sources/SignalCodec Sources/DBC Tests/Fuzzing \
        -name '*.swift' | sort | xargs cat; } 2>/dev/null | sha256sum)
    [ "$(cat "$built/key" 2>/dev/null)" != "$key" ] || return 0
    say "building"
    rm -rf "$built"
    mkdir -p "$built"
    local rules=(-swift-version 6 -O -g -wmo -sanitize=fuzzer,address -parse-as-library -package-name axle -I "$built" -use-ld=lld
        -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature ExistentialAny
        -enable-experimental-feature Lifetimes)
    local module
    for module in CANFrames SignalCodec DBC; do
        mapfile -t files < <(find "Sources/$module" -name '*.swift' | sort)
        swiftc "${rules[@]}" -emit-module -emit-module-path "$built/$module.swiftmodule" -module-name "$module" \
            -enable-default-cmo -c "${files[@]}" -o "$built/$module.o"
    done
    link database DatabaseFuzzer.swift Difference.swift Requirement.swift
    link frames FrameFuzzer.swift ByteSource.swift Requirement.swift
    echo "$key" >"$built/key"
}

# Links a target. In the folder of what is built, as the compiler leaves files where it runs.
link() { # PROGRAM MAIN SOURCE...
    local program=$1 module=${2%.swift} sources=$PWD/Tests/Fuzzing
    shift
    (cd "$built" && swiftc "${rules[@]}" -module-name "$module" "${@/#/$sources/}" {CANFrames,SignalCodec,DBC}.o \
        -o "$program" -lm)
}

# Whole files, and pieces of 40 lines, which mutate faster.
make_seeds() {
    rm -rf "$folder/seeds" "$folder/databases"
    mkdir -p "$folder"/{seeds,corpus}/{database,frames} "$folder"/{databases,failures}
    local file name
    for file in DBC/*.dbc Tests/Fuzzing/seeds/*.dbc; do
        name=$(basename "$file" .dbc)
        cp "$file" "$folder/databases/"
        cp "$file" "$folder/seeds/database/"
        split -l 40 "$file" "$folder/seeds/database/$name-"
    done
    # For frames any bytes will do: those of the files.
    split -b 96 DBC/leaf-car.dbc "$folder/seeds/frames/"
}

# Runs one target until its time is up; its figures are in a log.
run() { # TARGET
    local end=$((SECONDS + seconds))
    : >"$folder/$1.log"
    while [ $SECONDS -lt $end ]; do
        "$folder/built/$1" "${limits[@]}" -max_total_time=$((end - SECONDS)) -print_final_stats=1 \
            -dict=Tests/Fuzzing/dbc.dict -artifact_prefix="$folder/failures/$1-" \
            "$folder/corpus/$1" "$folder/seeds/$1" >>"$folder/$1.log" 2>&1 && return
        was_the_machine "$1" || return 1
    done
}

# The input that failed.
failure() { sed -n 's/.*Test unit written to //p' "$folder/$1.log" | tail -n 1; } # TARGET

# Whether a timeout was the machine's and not the input's: alone it takes less than 1 s.
was_the_machine() { # TARGET
    local input
    input=$(failure "$1")
    [[ $input == *-timeout-* ]] || return 1
    "$folder/built/$1" "${limits[@]}" "$input" >/dev/null 2>&1 || return 1
    rm -f "$input"
    say "$1: one input took longer than 1 s on a busy machine, and not when repeated alone"
}

report() { # TARGET
    awk -v target="$1" -v corpus="$(find "$folder/corpus/$1" -type f | wc -l)" '
        /^stat::number_of_executed_units/ { executions += $2 }
        /^stat::average_exec_per_sec/ { rate = $2 }
        /^stat::peak_rss_mb/ && $2 > memory { memory = $2 }
        END {
            printf "fuzz: %s: %d executions, %d a second, corpus %d inputs, peak %d MB\n",
                target, executions, rate, corpus, memory
        }' "$folder/$1.log"
}

fail() { # TARGET
    say "$1: FAILED; the end of $folder/$1.log:"
    grep -v '^#[0-9]*[[:space:]]*\(NEW\|REDUCE\|pulse\)' "$folder/$1.log" | tail -n 40
    say "$1: to repeat it: ASAN_OPTIONS=$ASAN_OPTIONS AXLE_FUZZ_DATABASES=$AXLE_FUZZ_DATABASES" \
        "$folder/built/$1 ${limits[*]} $(failure "$1")"
}

build
make_seeds
say "database and frames for $seconds s"
run database &
first=$!
run frames &
second=$!
trap 'kill $first $second 2>/dev/null || true' EXIT
status=0
wait $first || { fail database; status=1; }
wait $second || { fail frames; status=1; }
trap - EXIT
report database
report frames
exit $status
