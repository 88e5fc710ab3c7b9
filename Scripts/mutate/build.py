"""Builds all mutants at once, without those that do not compile."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import reduced

HERE = Path(__file__).resolve().parent


def say(text):
    print(f"mutate: {text}", file=sys.stderr, flush=True)


def key_of(mutant):
    """What a mutant is told by, also after lines above it came or went."""
    return f"{mutant['file']}: {mutant['original']} -> {mutant['mutated']} #{mutant['ordinal']}"


def file_of(key):
    """The file of a mutant's key."""
    return key.split(": ")[0]


def sum_of(files):
    """One sum over the contents of files."""
    made = hashlib.sha256()
    for file in files:
        made.update(Path(file).read_bytes())
    return made.hexdigest()[:16]


def make_mutator(folder):
    """Compiles the mutator with the toolchain's own SwiftSyntax where it is not newer already."""
    program = folder / "mutator"
    sources = sorted((HERE / "Mutator").glob("*.swift"))
    if program.exists() and all(s.stat().st_mtime < program.stat().st_mtime for s in sources):
        return program
    paths = json.loads(subprocess.check_output(["swiftc", "-print-target-info"]))["paths"]
    host = Path(paths["runtimeResourcePath"]) / "host"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.check_call(
        ["swiftc", "-O", "-swift-version", "6", "-parse-as-library", "-I", host, "-L", host,
         "-lSwiftSyntax", "-lSwiftParser", "-lSwiftOperators", "-Xlinker", "-rpath", "-Xlinker", host,
         "-o", program, *sources])
    return program


class Build:
    """One build of a package with all its mutants."""

    def __init__(self, root, folder, modules, tests, mutated):
        self.root, self.folder = Path(root).resolve(), Path(folder).resolve()
        self.modules, self.mutated = modules, mutated
        reduced.make(root, folder, modules, tests, mutated)
        self.mutator = make_mutator(self.folder / "tool")
        self.dropped_file = self.folder / "dropped"
        self.files = [str(f.relative_to(self.root)) for m in mutated
                      for f in sorted((self.root / "Sources" / m).rglob("*.swift"))]
        self.dropped = set()
        self.noted = {"sums": {}, "dropped": []}
        self.generated = 0
        self.mutants = []

    def write(self):
        """Writes the mutated sources without what is dropped."""
        self.dropped_file.write_text("".join(f"{key}\n" for key in sorted(self.dropped)))
        out = subprocess.check_output(
            [self.mutator, self.root, self.folder, self.dropped_file, *self.files], text=True)
        self.generated = int(out.split()[0])
        self.mutants = json.loads((self.folder / "mutants.json").read_text())
        for module in self.mutated:
            place = self.folder / "Sources" / module / "Chosen.swift"
            text = (HERE / "Switch" / "Chosen.swift.in").read_text()
            if not place.exists() or place.read_text() != text:
                place.write_text(text)
            wanted = {self.folder / f for f in self.files} | {place}
            for old in (self.folder / "Sources" / module).rglob("*.swift"):
                if old not in wanted:
                    old.unlink()

    def compile(self, module, checked):
        """The errors of one module as (file, line, message)."""
        sources = sorted((self.folder / "Sources" / module).rglob("*.swift"))
        run = subprocess.run(
            ["swiftc", "-swift-version", "6", *reduced.FEATURES, "-wmo", "-parse-as-library",
             "-suppress-warnings", "-module-name", module, "-package-name", "reduced",
             "-I", checked, "-I", HERE / "Switch" / "include",
             "-emit-module", "-emit-module-path", checked / f"{module}.swiftmodule",
             "-emit-sil", "-o", checked / f"{module}.sil", *sources],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = re.findall(r"^(/\S+?):(\d+):\d+: error: (.*)$", run.stderr, re.M)
        if run.returncode != 0 and not found:
            sys.exit(f"mutate: {module} does not compile:\n{run.stderr[-4000:]}")
        return [(str(Path(f).relative_to(self.folder)), int(line), text) for f, line, text in found]

    def blame(self, file, line):
        """The mutants that an error at a line comes from."""
        here = [m for m in self.mutants if m["file"] == file]
        for first, last in (("firstLine", "lastLine"), ("siteFirstLine", "siteLastLine")):
            hit = [m for m in here if m[first] <= line <= m[last]]
            if hit:
                return [m for m in hit if m["mutated"] == "(deleted)"] or hit
        # A value that nothing gives any more is told of at the function's end.
        scope = [m for m in here if m["scopeFirstLine"] <= line <= m["scopeLastLine"]]
        return [m for m in scope if m["mutated"] == "(deleted)"] or scope

    def recall_dropped(self):
        """Takes what an earlier build dropped of the files that are still the same.

        Gives whether all of them are.
        """
        note = self.folder / "dropped.json"
        old = json.loads(note.read_text()) if note.exists() else {"tool": ""}
        if old["tool"] != self.tool_sum():
            return False
        sums = self.sums()
        self.noted = old
        self.dropped = {key for key in old["dropped"]
                        if old["sums"].get(file_of(key)) == sums.get(file_of(key))}
        return all(old["sums"].get(file) == known for file, known in sums.items())

    def sums(self):
        """A sum of each source of the package."""
        files = (f for m in self.modules for f in (self.root / "Sources" / m).rglob("*.swift"))
        return {str(f.relative_to(self.root)): sum_of([f]) for f in files}

    def tool_sum(self):
        return sum_of(sorted((HERE / "Mutator").glob("*.swift")))

    def note_dropped(self):
        """Notes what was dropped, beside what is noted of other modules' files."""
        sums = self.sums()
        others = {key for key in self.noted["dropped"] if file_of(key) not in sums}
        text = {"sums": self.noted["sums"] | sums, "tool": self.tool_sum(),
                "dropped": sorted(self.dropped | others)}
        (self.folder / "dropped.json").write_text(json.dumps(text))

    def drop_what_fails(self):
        """Compiles without making code until nothing is wrong, and drops what was."""
        is_known = self.recall_dropped()
        self.write()
        if is_known:
            return
        checked = self.folder / "checked"
        checked.mkdir(exist_ok=True)
        for module in self.modules:
            for turn in range(40):
                errors = self.compile(module, checked)
                if not errors:
                    break
                before = len(self.dropped)
                for file, line, text in errors:
                    blamed = self.blame(file, line)
                    if not blamed:
                        sys.exit(f"mutate: {file}:{line}: {text}: no mutant is to blame")
                    self.dropped |= {key_of(m) for m in blamed}
                say(f"{module}: {len(self.dropped) - before} mutants do not compile")
                self.write()
            else:
                sys.exit(f"mutate: {module} does not come to compile")

    def build(self):
        """Makes the test bundle; gives its path."""
        self.drop_what_fails()
        self.note_dropped()
        say(f"{self.generated} generated, {len(self.mutants)} compile; building")
        flags = ["-c", "release", "-Xswiftc", "-enable-testing", "--package-path", self.folder]
        run = subprocess.run(["swift", "build", "--build-tests", *flags], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode != 0:
            sys.exit(run.stdout[-6000:])
        path = subprocess.check_output(["swift", "build", "--show-bin-path", *flags], text=True)
        return Path(path.strip()) / "reducedPackageTests.xctest"
