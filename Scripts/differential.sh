#!/usr/bin/env bash
# Gets databases of others and lets cantools decode and encode random frames of each, for DifferentialTests.
#
# Prints the folder, .cache/differential, which is made once and anew where this script, vectors.py or a version
# changes: databases/ORIGIN/*.dbc and vectors/*.txt. Where PyPI cannot be reached it prints nothing, says why on
# standard error, and ends with status 3.
#
#   AXLE_SEED   another seed for the random frames than 1; makes the folder anew
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cantools=45.1.0
opendbc=0.3.1
canmatrix=1.3.3
seed=${AXLE_SEED:-1}
folder=$PWD/.cache/differential
made=$folder.part

say() { echo "differential: $*" >&2; }
leave_out() { say "left out: $*"; exit 3; }

key=$(cat "${BASH_SOURCE[0]}" Tests/DifferentialPeer/vectors.py | sha256sum)-$seed
if [ "$(cat "$folder/key" 2>/dev/null)" = "$key" ]; then
    echo "$folder"
    exit 0
fi

rm -rf "$made"
mkdir -p "$made/databases/cantools" "$made/databases/opendbc" "$made/databases/canmatrix"
trap 'rm -rf "$made"' EXIT

make_environment() { rm -rf "$made/python" && python3 -m venv "$made/python" >/dev/null 2>&1; }
if ! make_environment; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing python3-venv"
        apt-get -q update >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends python3-venv >/dev/null 2>&1 || true
    fi
    make_environment || leave_out "python3 -m venv does not work; on Debian: apt-get install python3-venv"
fi

# Runs pip; where PyPI cannot be reached nothing can be compared.
pip() {
    timeout 300 "$made/python/bin/pip" -q --disable-pip-version-check --retries 1 --timeout 15 "$@" >"$made/pip.log" 2>&1 ||
        leave_out "pip $1 failed: $(tail -n 1 "$made/pip.log")"
}

say "fetching cantools $cantools, opendbc $opendbc, canmatrix $canmatrix"
pip install "cantools==$cantools" "opendbc==$opendbc"
pip download -d "$made/packages" --no-deps --no-binary cantools "cantools==$cantools"
pip download -d "$made/packages" --no-deps --only-binary canmatrix "canmatrix==$canmatrix"
"$made/python/bin/python" - "$made" <<'PYTHON'
import pathlib, shutil, sys, tarfile, zipfile
import opendbc
from opendbc import get_generated_dbcs

made = pathlib.Path(sys.argv[1])
target = made / "databases"
for archive in (made / "packages").glob("*.tar.gz"):
    with tarfile.open(archive) as source:
        for member in source.getmembers():
            if member.isfile() and member.name.lower().endswith(".dbc"):
                content = source.extractfile(member).read()
                (target / "cantools" / pathlib.Path(member.name).name).write_bytes(content)
for archive in (made / "packages").glob("*.whl"):
    with zipfile.ZipFile(archive) as source:
        for name in source.namelist():
            if name.lower().endswith(".dbc"):
                (target / "canmatrix" / pathlib.Path(name).name).write_bytes(source.read(name))
for path in (pathlib.Path(opendbc.__file__).parent / "dbc").glob("*.dbc"):
    shutil.copy(path, target / "opendbc")
for name, content in get_generated_dbcs().items():
    (target / "opendbc" / f"{name}.dbc").write_text(content)
PYTHON
say "decoding and encoding random frames with cantools, seed $seed"
"$made/python/bin/python" Tests/DifferentialPeer/vectors.py "$made" "$seed"
rm -rf "$made/python" "$made/packages" "$made/pip.log"
echo "$key" >"$made/key"
rm -rf "$folder"
mv "$made" "$folder"
trap - EXIT
echo "$folder"
