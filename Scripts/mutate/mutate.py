"""Mutation testing of the control path: Scripts/mutate.sh says how it is called."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import reduced
from build import Build, key_of, say, sum_of
from run import Results, Suites, is_killed, run_all

ROOT = Path(__file__).resolve().parents[2]
MUTATED = ["ControlCore", "TorqueMonitor"]


def read_accepted(path):
    """The survivors that are accepted, each with its reason."""
    accepted, reason = {}, ""
    for number, line in enumerate(path.read_text().splitlines(), 1) if path.exists() else []:
        if line.startswith("#"):
            reason = (reason + " " + line[1:].strip()).strip()
        elif not line.strip():
            reason = ""
        elif not reason:
            sys.exit(f"mutate: {path}:{number}: no reason stands above it")
        else:
            accepted[line.strip()] = reason
    return accepted


def text_of(mutant):
    return f"{mutant['file']}: {mutant['original']} -> {mutant['mutated']}"


def table(mutants, results):
    """One line a module."""
    rows = [("module", "mutants", "killed", "of these timed out", "survived", "not reached", "not run")]
    for module in sorted({m["file"].split("/")[1] for m in mutants}):
        found = [results.get(m) for m in mutants if m["file"].split("/")[1] == module]
        rows.append((module, len(found), sum(is_killed(o) for o in found if o), found.count("timeout"),
                     found.count("survived"), found.count("not reached"), found.count(None)))
    for row in rows:
        print("".join(f"{cell!s:>{20 if index else 16}}" for index, cell in enumerate(row)))


def report(mutants, results, accepted, is_whole=True):
    """Prints what survived; gives whether all that did is accepted.

    What is accepted and not there any more is told where whole files were asked for."""
    table(mutants, results)
    open_ones, taken = [], set()
    for mutant in mutants:
        outcome = results.get(mutant)
        if outcome not in ("survived", "not reached"):
            continue
        if text_of(mutant) in accepted:
            taken.add(text_of(mutant))
        else:
            open_ones.append((mutant, outcome))
    print(f"{len(taken)} accepted with a reason; {len(open_ones)} survive")
    for mutant, outcome in open_ones:
        note = " (not reached)" if outcome == "not reached" else ""
        print(f"{mutant['file']}:{mutant['line']}: {mutant['original']} -> {mutant['mutated']}{note}")
    files = {mutant["file"] for mutant in mutants} if is_whole else set()
    for text in accepted:
        ended = [results.get(m) for m in mutants if text_of(m) == text]
        if text.split(": ")[0] in files and (not ended or all(o and is_killed(o) for o in ended)):
            print(f"accepted, but not there any more: {text}")
    return not open_ones


def has_file(root, module, pattern):
    """Whether a file of a module is asked for: only such modules, and their tests, are built."""
    files = (Path(root) / "Sources" / module).rglob("*.swift")
    return any(not pattern or pattern in str(file.relative_to(root)) for file in files)


def changed_lines(commit):
    """The lines of the sources that changed since a commit: pairs of file and number."""
    try:
        text = subprocess.run(
            ["git", "diff", "-U0", commit, "--", "Sources"],
            cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as error:
        sys.exit(f"mutate: --since {commit}: {error.stderr.strip()}")
    lines, file = set(), ""
    for line in text.splitlines():
        if line.startswith("+++ "):
            file = line[6:]
        elif hunk := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            lines |= {(file, number) for number in range(first, first + count)}
    return lines


def mutate(root, folder, modules, tests, mutated, arguments, accepted):
    """Builds and runs; gives the mutants that were asked for, what became of them, and the build."""
    mutated = [m for m in mutated if has_file(root, m, arguments.pattern)]
    if not mutated:
        sys.exit(f"mutate: no file has {arguments.pattern} in its path")
    tests = {test: needed for test, needed in tests.items() if set(needed) & set(mutated)}
    used = {module for needed in tests.values() for module in needed}
    modules = {module: needed for module, needed in modules.items() if module in used}
    # A build of other modules may run beside this one.
    build = Build(root, Path(folder) / "+".join(mutated), modules, tests, mutated)
    bundle = build.build()
    suites = Suites(bundle, len(build.mutants), build.folder)
    suites.measure()
    mutants = [m for m in build.mutants if not arguments.pattern or arguments.pattern in m["file"]]
    if arguments.since:
        lines = changed_lines(arguments.since)
        mutants = [m for m in mutants if (m["file"], m["line"]) in lines]
    sums = {module: sum_of(sorted(
        file for test, needed in tests.items() if module in needed
        for file in (Path(root) / "Tests" / test).rglob("*.swift"))) for module in mutated}
    results = Results(Path(arguments.results), sums, arguments.fresh)
    run_all(mutants, suites, results, arguments.minutes, arguments.jobs)
    print(f"{build.generated} generated, {len(build.mutants)} built, {len(mutants)} asked for")
    return mutants, results, build, report(mutants, results, accepted, not arguments.since)


def self_check():
    """Tries the tool on a sample of which every mutant's end is known."""
    sample = ROOT / "Tests" / "Mutation" / "Sample"
    folder = ROOT / ".build-mutate-sample"
    arguments = argparse.Namespace(
        pattern=None, since=None, minutes=5, jobs=2, fresh=True, results=folder / "results")
    mutants, results, build, is_good = mutate(
        sample, folder, {"Sample": []}, {"SampleTests": ["Sample"]}, ["Sample"], arguments, {})
    wanted = {line for line in (sample / "expected.txt").read_text().splitlines() if line}
    found = {f"{results.get(m)}: {m['original']} -> {m['mutated']}" for m in mutants}
    found |= {f"not built: {key.split(': ', 1)[1].rsplit(' #', 1)[0]}" for key in build.dropped}
    for line in sorted(found - wanted):
        print(f"not expected: {line}")
    for line in sorted(wanted - found):
        print(f"missing: {line}")
    if found != wanted or is_good:
        sys.exit("mutate: the self-check failed")
    say("the self-check passed")


def main():
    parser = argparse.ArgumentParser(prog="Scripts/mutate.sh")
    parser.add_argument("pattern", nargs="?", help="only files whose path contains it")
    parser.add_argument("--since", metavar="COMMIT", help="only lines that changed since then")
    parser.add_argument("--minutes", type=float, default=60, help="no new mutant after so long")
    parser.add_argument("--jobs", type=int, default=2, help="how many runs of the tests at once")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--self-check", action="store_true", help="try the tool on its sample")
    arguments = parser.parse_args()
    if arguments.self_check:
        return self_check()
    arguments.results = ROOT / ".cache" / "mutate" / "results"
    accepted = read_accepted(ROOT / "Tests" / "Mutation" / "accepted.txt")
    *_, is_good = mutate(
        ROOT, ROOT / ".build-mutate", reduced.MODULES, reduced.TESTS, MUTATED, arguments, accepted)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
