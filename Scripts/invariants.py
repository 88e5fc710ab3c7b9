"""Adds up the lines `invariant NUMBER: NAME: STEPS steps, LOOKS looks` of a test run."""

import re
import sys

COUNT = 32
line = re.compile(r"^invariant (\d+): (.+): (\d+) steps, (\d+) looks$")
found = {}
with open(sys.argv[1], encoding="utf-8", errors="replace") as output:
    for text in output:
        if match := line.match(text.rstrip()):
            number, name, steps, looks = match.groups()
            sums = found.setdefault(int(number), {}).setdefault(name, [0, 0])
            sums[0] += int(steps)
            sums[1] += int(looks)

missing = 0
for number in range(1, COUNT + 1):
    rules = {name: sums for name, sums in found.get(number, {}).items() if sums[1] > 0}
    missing += not rules
    parts = [f"{name}: {steps} steps, {looks} looks" for name, (steps, looks) in sorted(rules.items())]
    print(f"{number:2}  " + ("; ".join(parts) or "nothing looked at it"))
if missing:
    print(f"invariants: nothing looked at {missing} of {COUNT}", file=sys.stderr)
    sys.exit(1)
