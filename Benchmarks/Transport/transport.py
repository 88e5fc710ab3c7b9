"""Receiving, beside candump of can-utils, in one run on one kernel: python3 transport.py PRODUCTS RECORDING

Needs root and vcan. Prints the lines that make bench prints. Three runs of each; the ratio is of their medians.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

products, recording = sys.argv[1:3]
repository = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
buses = ["axbench0", "axbench1", "axbench2"]
burst = 200_000
runs = 3


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def processor_time(process):
    """Seconds of processor that a process has used."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Daemon:
    """axled, observing; where it records, it takes every frame."""

    def __init__(self, folder, records):
        self.socket = f"{folder}/state.sock"
        lines = [
            "mode: observe",
            f"vehicle: {repository}/Config/vehicles/leaf-eplus-awd.yaml",
            "buses:",
        ]
        for name, address, database in zip(("front", "rear", "car"), buses, ("ev", "ev", "car")):
            path = f"{repository}/DBC/leaf-{database}.dbc"
            lines.append(f"  {name}: {{address: {address}, databases: [{path}]}}")
        lines.append(f"sockets: {{state: {self.socket}, control: {folder}/control.sock}}")
        if records:
            os.mkdir(f"{folder}/logs")
            lines.append(f"recording: {{path: {folder}/logs/}}")
        with open(f"{folder}/axled.yaml", "w") as file:
            file.write("\n".join(lines) + "\n")
        self.process = subprocess.Popen(
            [f"{products}/axled", "--config", f"{folder}/axled.yaml"], stderr=subprocess.PIPE
        )
        while (bus := self.bus()) is None or bus["state"] != "up":
            if self.process.poll() is not None:
                raise SystemExit(self.process.stderr.read().decode())
            time.sleep(0.2)

    def bus(self):
        answer = subprocess.run(
            [f"{products}/axlectl", "buses", "--json", "--socket", self.socket],
            capture_output=True,
            text=True,
        )
        return json.loads(answer.stdout)["buses"][0] if answer.returncode == 0 else None

    def settled(self):
        """The bus once nothing more comes."""
        before = None
        while (bus := self.bus())["received"] != before:
            before = bus["received"]
            time.sleep(1)
        return bus

    def end(self):
        self.process.terminate()
        self.process.wait()


def lost_in_a_burst():
    """Frames that axled and candump lost of one burst."""
    with tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(folder, records=True)
        with open(f"{folder}/candump", "w") as output:
            candump = subprocess.Popen(["candump", buses[0]], stdout=output)
            time.sleep(1)
            run("cangen", buses[0], "-g", "0", "-n", str(burst), "-i")
            received = daemon.settled()["received"]
            candump.terminate()
            candump.wait()
        with open(f"{folder}/candump") as output:
            theirs = sum(1 for _ in output)
        daemon.end()
    return burst - received, burst - theirs


def time_per_frame():
    """Processor time a frame, us: axled's beyond that of an idle bus, axled's with it, candump's."""
    with tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(folder, records=False)
        with open("/dev/null", "w") as output:
            candump = subprocess.Popen(["candump", buses[0]], stdout=output)
            time.sleep(1)
            begun, idle = time.monotonic(), processor_time(daemon.process)
            time.sleep(10)
            idle = (processor_time(daemon.process) - idle) / (time.monotonic() - begun)
            before = daemon.bus()["received"]
            begun = time.monotonic()
            times = [processor_time(process) for process in (daemon.process, candump)]
            run("canplayer", "-I", recording, f"{buses[0]}=can0")
            ours, theirs = (
                processor_time(process) - before
                for process, before in zip((daemon.process, candump), times)
            )
            elapsed = time.monotonic() - begun
            received = daemon.bus()["received"] - before
            candump.terminate()
            candump.wait()
        daemon.end()
    with open(recording) as lines:
        sent = sum(1 for _ in lines)
    return [value * 1e6 / count for value, count in
            ((ours - idle * elapsed, received), (ours, received), (theirs, sent))]


def report(name, unit, ours, theirs):
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    figure = {"name": name, "value": round(ours, 3), "unit": unit, "peer": "candump",
              "peer_value": round(theirs, 3)}
    if theirs:
        figure["ratio"] = round(ours / theirs, 3)
    print("bench: " + json.dumps(figure, separators=(",", ":")), flush=True)


for bus in buses:
    run("ip", "link", "add", bus, "type", "vcan")
    run("ip", "link", "set", bus, "up")
try:
    losses = [lost_in_a_burst() for _ in range(runs)]
    print(f"bench: lost of {burst}, axled and candump: {losses}", file=sys.stderr, flush=True)
    report("transport.burst.lost", "frames", *zip(*losses))
    times = [time_per_frame() for _ in range(runs)]
    print(f"bench: us a frame: {times}", file=sys.stderr, flush=True)
    traffic, whole, theirs = zip(*times)
    report("transport.cpu", "us/frame", whole, theirs)
    report("transport.cpu.traffic", "us/frame", traffic, theirs)
finally:
    for bus in buses:
        run("ip", "link", "delete", bus)
