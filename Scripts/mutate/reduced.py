"""A package of the control path's modules and those of their tests that need nothing else.

Sources and tests are links into the tree, so that a build takes what stands there.
"""

import os
import re
import shutil
import sys
from pathlib import Path

# Each module with what it is made of; the order is that of compiling.
MODULES = {"CANFrames": [], "VehicleModel": [], "ControlCore": ["VehicleModel"],
           "TorqueMonitor": ["CANFrames"]}
TESTS = {"VehicleModelTests": ["VehicleModel"], "ControlCoreTests": ["ControlCore", "VehicleModel"],
         "TorqueMonitorTests": ["TorqueMonitor", "CANFrames"]}
FEATURES = ["-enable-upcoming-feature", "InternalImportsByDefault",
            "-enable-upcoming-feature", "ExistentialAny", "-enable-experimental-feature", "Lifetimes"]

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"), .enableExperimentalFeature("Lifetimes"),
]
let package = Package(name: "reduced", targets: [
%s
])
"""


def link(target, place):
    """Makes `place` a link to `target`, in the place of whatever stood there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() and os.readlink(place) == str(target):
        return
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.is_dir():
        shutil.rmtree(place)
    place.symlink_to(target)


def belongs(file, known):
    """Whether a test file imports nothing but the package's modules."""
    imports = re.findall(r"^(?:@testable |public )?import (\w+)", file.read_text(), re.M)
    return set(imports) <= known | {"Testing", "Foundation", "Glibc", "Synchronization"}


def make(root, folder, modules=MODULES, tests=TESTS, mutated=()):
    """Writes the package; the sources of `mutated` modules are made by somebody else."""
    root, folder = Path(root).resolve(), Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    targets = []
    for module, needed in modules.items():
        if module not in mutated:
            link(root / "Sources" / module, folder / "Sources" / module)
        names = list(needed) + (["MutationSwitch"] if module in mutated else [])
        targets.append(f'    .target(name: "{module}", dependencies: {names_list(names)}, '
                       "swiftSettings: rules),")
    if mutated:
        link(Path(__file__).resolve().parent / "Switch", folder / "Sources" / "MutationSwitch")
        targets.append('    .target(name: "MutationSwitch", exclude: ["Chosen.swift.in"]),')
    for test, needed in tests.items():
        known = set(modules)
        wanted = {}
        for file in sorted((root / "Tests" / test).rglob("*.swift")):
            if belongs(file, known):
                wanted[folder / "Tests" / test / file.relative_to(root / "Tests" / test)] = file
        for old in (folder / "Tests" / test).rglob("*.swift"):
            if old not in wanted:
                old.unlink()
        for place, file in wanted.items():
            link(file, place)
        targets.append(f'    .testTarget(name: "{test}", dependencies: {names_list(needed)}, '
                       "swiftSettings: rules),")
    manifest = MANIFEST % "\n".join(targets)
    place = folder / "Package.swift"
    if not place.exists() or place.read_text() != manifest:
        place.write_text(manifest)
    return folder


def names_list(names):
    """The names as a Swift literal."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


if __name__ == "__main__":
    make(Path(__file__).parents[2], sys.argv[1])
