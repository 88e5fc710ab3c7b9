"""Line and region coverage of the control path by its tests: Scripts/coverage.sh says more."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import reduced

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build-coverage"
JUDGED = ["ControlCore", "TorqueMonitor"]
CODE = 0


def collect():
    """Builds, runs, and gives what llvm-cov exports."""
    reduced.make(ROOT, FOLDER)
    flags = ["-c", "release", "-Xswiftc", "-enable-testing", "-Xswiftc", "-profile-generate",
             "-Xswiftc", "-profile-coverage-mapping", "--package-path", FOLDER]
    subprocess.run(["swift", "build", "--build-tests", *flags], check=True, stdout=sys.stderr)
    path = subprocess.check_output(["swift", "build", "--show-bin-path", *flags], text=True)
    bundle = Path(path.strip()) / "reducedPackageTests.xctest"
    profile = FOLDER / "tests.profraw"
    # One test at a time: a counter is kept in a register through a loop and written back after it,
    # so that another thread's count would be lost.
    run = subprocess.run([bundle, "--testing-library", "swift-testing", "--no-parallel"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         env={**os.environ, "LLVM_PROFILE_FILE": str(profile)})
    if run.returncode != 0:
        sys.exit(f"coverage: a test fails\n{run.stdout[-4000:]}")
    tools = Path(shutil.which("swiftc")).resolve().parent
    merged = FOLDER / "tests.profdata"
    subprocess.run([tools / "llvm-profdata", "merge", "-sparse", profile, "-o", merged], check=True)
    text = subprocess.check_output([tools / "llvm-cov", "export", bundle, "-instr-profile", merged])
    return json.loads(text)["data"][0]


def place(path):
    """The module and the path from the root, for a source that is judged."""
    real = Path(path).resolve()
    for module in JUDGED:
        if real.is_relative_to(ROOT / "Sources" / module):
            return module, str(real.relative_to(ROOT))
    return None, None


def regions(data):
    """How often each region was passed: its instances together, as a generic function has several."""
    found = {}
    for function in data["functions"]:
        for region in function["regions"]:
            if region[7] != CODE:
                continue
            module, path = place(function["filenames"][region[5]])
            if module:
                key = (module, path, *region[:4])
                found[key] = found.get(key, 0) + region[4]
    return {key: count for key, count in found.items() if not is_text(key)}


def is_text(key):
    """Whether a region is the message of a precondition, which only a trap reaches."""
    _, path, first, start, last, end = key
    if first != last:
        return False
    line = (ROOT / path).read_text().splitlines()[first - 1]
    text = line.encode()[start - 1:end - 1].decode().strip()
    return len(text) > 1 and text.startswith('"') and text.endswith('"')


def lines(found):
    """How often each line was passed: by the innermost region that it stands in or that begins there."""
    counts = {}
    # The outer before the inner, so that the inner has the last word on its lines.
    for (module, path, first, start, last, end), count in sorted(
            found.items(), key=lambda r: (r[0][1], r[0][2], r[0][3], -r[0][4], -r[0][5])):
        for line in range(first, last + 1):
            is_whole = line > first or not text_before(path, line, start)
            old = counts.get((module, path, line))
            counts[module, path, line] = count if old is None or is_whole else max(old, count)
    return {key: count for key, count in counts.items() if has_code(key[1], key[2])}


def source(path, cache={}):
    if path not in cache:
        cache[path] = (ROOT / path).read_text().splitlines()
    return cache[path]


def text_before(path, line, column):
    return source(path)[line - 1].encode()[:column - 1].strip()


def has_code(path, line):
    text = source(path)[line - 1].strip()
    return bool(text) and not text.startswith("//") and bool(text.strip("{}() "))


def main():
    found = regions(collect())
    by_line = lines(found)
    is_whole = True
    for module in JUDGED:
        parts = []
        for name, counts in (("lines", by_line), ("regions", found)):
            mine = [count for key, count in counts.items() if key[0] == module]
            reached = sum(count > 0 for count in mine)
            is_whole &= reached == len(mine) and bool(mine)
            parts.append(f"{name} {reached} of {len(mine)} ({100 * reached / max(1, len(mine)):.2f} %)")
        print(f"{module}: " + ", ".join(parts))
    for (_, path, first, start, last, end), count in sorted(found.items()):
        if count == 0:
            text = source(path)[first - 1].encode()[start - 1:end - 1 if first == last else None]
            print(f"{path}:{first}:{start}: region to {last}:{end} not reached: {text.decode().strip()}")
    for (_, path, line), count in sorted(by_line.items()):
        if count == 0:
            print(f"{path}:{line}: line not reached: {source(path)[line - 1].strip()}")
    sys.exit(0 if is_whole else 1)


if __name__ == "__main__":
    main()
