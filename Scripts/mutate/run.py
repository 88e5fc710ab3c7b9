"""Runs the tests on every mutant, and says which ones survive."""

import json
import math
import mmap
import os
import re
import resource
import selectors
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from build import key_of, say, sum_of

# All times are the processor's, in s: what else the machine does changes nothing.
# The first process runs the quickest suites that together take this, and each next one so many times more.
FIRST, GROWTH = 0.2, 4
# A suite that takes longer judges no mutant: random drives find much, but say nothing of what is
# wrong, and each survivor would wait for all of them.
SLOW = 2.0
# At least as long, whatever a suite took.
LEAST_TIMEOUT = 3.0
# On the clock, for what stands still: so many times as long.
PATIENCE = 40
# How Swift Testing begins the line of a failure.
FAILED = "\n✘".encode()


class Suites:
    """The suites of a test bundle: which mutants each reaches, and how long it takes."""

    def __init__(self, bundle, count, folder):
        self.bundle, self.count, self.folder = bundle, count, folder
        self.reached, self.seconds = {}, {}

    def measure(self):
        """Runs each suite once, unless that was done with the same bundle."""
        note, bundle = self.folder / "measured.json", sum_of([self.bundle])
        known = json.loads(note.read_text()) if note.exists() else {"bundle": ""}
        if known["bundle"] == bundle:
            self.seconds = known["seconds"]
            self.reached = {suite: set(sites) for suite, sites in known["reached"].items()}
            return
        listed = subprocess.check_output(
            [self.bundle, "--testing-library", "swift-testing", "--list-tests"], text=True)
        for suite in sorted({line.split("/")[0] for line in listed.splitlines() if "/" in line}):
            self.measure_one(suite)
        note.write_text(json.dumps({
            "bundle": bundle, "seconds": self.seconds,
            "reached": {suite: sorted(sites) for suite, sites in self.reached.items()}}))

    def measure_one(self, suite):
        marks = self.folder / "reached"
        marks.write_bytes(bytes(self.count + 1))
        before = children_seconds()
        status = run([self.bundle, *filters([suite])], {"REACHED": str(marks)}, 2 * SLOW)
        seconds = children_seconds() - before
        if seconds > SLOW:
            return say(f"{suite} takes longer than {SLOW:.0f} s and is left out")
        if status != "passed":
            raise SystemExit(f"mutate: {suite} {status} without any mutant")
        with open(marks, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as all_marks:
            self.reached[suite] = {index for index in range(self.count) if all_marks[index]}
        self.seconds[suite] = seconds

    def batches(self, site):
        """The suites that reach a site as lists to run one after the other, the quickest first."""
        those = sorted((s for s in self.reached if site in self.reached[s]), key=self.seconds.get)
        batches, spent, limit = [], 0.0, FIRST / GROWTH
        for suite in those:
            spent += self.seconds[suite]
            if batches and spent <= limit:
                batches[-1].append(suite)
            else:
                batches.append([suite])
                spent, limit = self.seconds[suite], limit * GROWTH
        return batches


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def filters(suites):
    names = "|".join(re.escape(suite) for suite in suites)
    return ["--testing-library", "swift-testing", "--filter", f"^({names})/"]


def run(command, more, timeout):
    """Runs to the first failed expectation; gives passed, failed, crashed or timeout."""
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **more}
    limited = ["/bin/sh", "-c", 'ulimit -c 0; ulimit -t "$0"; exec "$@"', str(math.ceil(timeout))]
    process = subprocess.Popen(
        limited + command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        outcome = follow(process, time.monotonic() + PATIENCE * timeout)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    if outcome != "ended":
        return outcome
    if process.returncode in (-signal.SIGKILL, -signal.SIGXCPU):
        return "timeout"
    return "passed" if process.returncode == 0 else "crashed" if process.returncode < 0 else "failed"


def follow(process, deadline):
    pipe = process.stdout.fileno()
    os.set_blocking(pipe, False)
    tail = b"\n"
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout"
            if not selector.select(left):
                continue
            text = os.read(pipe, 65536)
            if not text:
                break
            if FAILED in tail + text:
                return "failed"
            tail = text[-8:]
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "timeout"
    return "ended"


class Results:
    """What is known of mutants, a line each; survivors are tried again where tests changed.

    `tests` is a sum of the tests of each module.
    """

    def __init__(self, path, tests, fresh):
        self.path, self.tests = Path(path), tests
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.known = {}
        if fresh:
            self.path.unlink(missing_ok=True)
        if self.path.exists():
            for line in self.path.read_text().splitlines():
                try:
                    each = json.loads(line)
                except ValueError:
                    continue
                self.known[each["key"]] = each

    def get(self, mutant):
        each = self.known.get(key_of(mutant))
        if each is None or (not is_killed(each["outcome"]) and each["tests"] != self.tests_of(mutant)):
            return None
        return each["outcome"]

    def tests_of(self, mutant):
        return self.tests[mutant["file"].split("/")[1]]

    def put(self, mutant, outcome):
        each = {"key": key_of(mutant), "outcome": outcome, "tests": self.tests_of(mutant)}
        self.known[each["key"]] = each
        with open(self.path, "a") as file:
            file.write(json.dumps(each) + "\n")


def is_killed(outcome):
    return outcome in ("failed", "crashed", "timeout")


def judge(mutant, suites):
    """The outcome of one mutant: by the quickest suites first, to the first failure."""
    batches = suites.batches(mutant["site"])
    if not batches:
        return "not reached"
    for batch in batches:
        normal = sum(suites.seconds[suite] for suite in batch)
        outcome = run([suites.bundle, *filters(batch)], {"MUTANT": str(mutant["id"])},
                         max(LEAST_TIMEOUT, 10 * normal))
        if outcome != "passed":
            return outcome
    return "survived"


def run_all(mutants, suites, results, minutes, jobs):
    """Runs those of which nothing is known, `jobs` at once, until the time is over."""
    left = [mutant for mutant in mutants if results.get(mutant) is None]
    say(f"{len(mutants) - len(left)} known, {len(left)} to run")
    end = time.monotonic() + 60 * minutes
    told = time.monotonic()
    done = 0

    def one(mutant):
        return judge(mutant, suites) if time.monotonic() < end else None

    with ThreadPoolExecutor(jobs) as pool:
        for mutant, outcome in zip(left, pool.map(one, left)):
            if outcome is None:
                continue
            results.put(mutant, outcome)
            done += 1
            if time.monotonic() - told > 30:
                told = time.monotonic()
                say(f"{done} of {len(left)}")
