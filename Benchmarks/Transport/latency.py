"""From the pedal's frame to the state that clients see, and to the torque frame on the wire: python3 latency.py PRODUCTS [STEPS]

Needs root and vcan. Plant, guardian and daemon drive on virtual interfaces; candump stamps (the kernel's) the pedal's
frames (0x239) and the front's torque frames (0x1D4). Prints the lines that make bench prints.

The daemon's cycles begin at the ticks of a timer of 10 ms. A pedal frame waits for the first tick after its stamp, which
is the phase between two clocks and no work of this program. So two times are told:

  latency.pedal         from that tick to the stamp of the first torque frame after it: waking up, the cycle, the way to
                        the guardian, its checks and its sending. The phase is taken out.
  latency.pedal.whole   from the pedal frame's stamp to that of the same torque frame: the phase is in, 0 to 10 ms of it.

Likewise latency.mailbox and latency.mailbox.whole, to the moment at which the cycle's report, with that pedal in it, is
published to the server (the time of its `axle.` signals). Beside the latter stands how long after its stamp a reader of candump's
pipe has a frame, on the same machine with nothing else to do: candump wakes up for each, and so does its reader.

Where the ticks are is what the daemon says of its cycles: the time at which one began less the time it woke up late. Of
many such readings the smallest is taken; the others were held up by what they received.

That the torque frame is really the first one with that pedal is checked: the pedal steps up STEPS times (default 60), and
the request begins to rise in the frame that belongs to the step. What differs is told, as frames too late.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

products = sys.argv[1]
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 60
repository = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
buses = {"front": "axlat0", "rear": "axlat1", "car": "axlat2"}
period = 10_000_000
programs = []


def start(name, *arguments, output=None, path=products):
    program = subprocess.Popen([f"{path}/{name}", *arguments], stdout=output, stderr=output)
    programs.append(program)
    return program


def scenario():
    """Pedal steps of 30 % from rolling, and regeneration between them, so that the speed stays low."""
    phases = [
        ("wait", "P", 0, 40, "armed: 0.5 s"),
        ("select D", "D", 0, 40, "elapsed: 1 s, standing: 0.5 s"),
        ("off the brake", "D", 0, 0, "elapsed: 0.1 s"),
    ]
    for _ in range(steps):
        phases += [("step", "D", 30, 0, "elapsed: 0.3 s"), ("lift", "D", 0, 0, "elapsed: 0.5 s")]
    phases.append(("end", "D", 0, 40, "elapsed: 1 s"))
    lines = ["name: steps", "phases:"]
    for name, selector, accelerator, brake, until in phases:
        lines.append(f"  - {{phase: {name}, selector: {selector}, accelerator: {accelerator} %, "
                     f"brake: {brake} %, until: {{{until}}}}}")
    return "\n".join(lines) + "\n"


def configuration(folder):
    lines = ["mode: control", f"vehicle: {repository}/Config/vehicles/leaf-eplus-awd.yaml", "buses:"]
    for name, interface in buses.items():
        database = f"{repository}/DBC/leaf-{'car' if name == 'car' else 'ev'}.dbc"
        lines.append(f"  {name}: {{address: {interface}, databases: [{database}]}}")
    lines.append(f"sockets: {{state: {folder}/state.sock, control: {folder}/control.sock}}")
    lines.append(f"guard: {{socket: {folder}/guard.sock}}")
    lines.append("real_time: {priority: 10, lock_memory: yes}")
    return "\n".join(lines) + "\n"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
    return path


def state(folder):
    answer = subprocess.run(
        [f"{products}/axlectl", "status", "--json", "--socket", f"{folder}/state.sock"],
        capture_output=True,
        text=True,
    )
    return json.loads(answer.stdout) if answer.returncode == 0 else None


def wait(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"latency: not within {seconds} s: {what}")
        time.sleep(0.1)


def wake_up():
    """For 500 frames 10 ms apart: us from the kernel's stamp to a reader of candump's pipe."""
    candump = subprocess.Popen(["candump", "-L", buses["car"]], stdout=subprocess.PIPE, text=True)
    programs.append(candump)
    time.sleep(1)
    sender = subprocess.Popen(["cangen", buses["car"], "-g", "10", "-n", "500"])
    programs.append(sender)
    late = []
    while len(late) < 500:
        line = candump.stdout.readline()
        now = time.time_ns()
        whole, fraction = line.split()[0].strip("()").split(".")
        late.append((now - int(whole) * 1_000_000_000 - int(fraction.ljust(9, "0"))) / 1e3)
    sender.wait()
    candump.terminate()
    candump.wait()
    return sorted(late)


def drive(folder):
    """Drives the steps; candump's lines, the pedal as published, the ticks' wall-clock time modulo the period, and what the
    guardian counts."""
    log = open(f"{folder}/candump", "w")
    readings = []
    start("candump", "-L", f"{buses['car']},239:7FF", f"{buses['front']},1D4:7FF", output=log, path="/usr/bin")
    with open(os.devnull, "w") as nowhere:
        start("axle-guard", "--config", f"{repository}/Config/guard.yaml", "--socket", f"{folder}/guard.sock",
              "--front", buses["front"], "--rear", buses["rear"], "--car", buses["car"], output=nowhere)
        start("axled", "--config", write(f"{folder}/axled.yaml", configuration(folder)), output=nowhere)
        script = write(f"{folder}/scenario.yaml", scenario())
        start("axlesim", "attach", "--front", buses["front"], "--rear", buses["rear"], "--car", buses["car"],
              "--scenario", script, "--json-summary", f"{folder}/plant.json", output=nowhere)
        wait("ready to be armed", lambda: (now := state(folder)) and now["missing"] == [])
        published = open(f"{folder}/published", "w")
        start("axlectl", "subscribe", "axle.pedal_percent", "--every", "--queue", "1000", "--json", "--socket",
              f"{folder}/state.sock", output=published)
        armer = start("axlectl", "arm", "--socket", f"{folder}/state.sock", output=nowhere)
        while not os.path.exists(f"{folder}/plant.json"):
            if armer.poll() is not None:
                raise SystemExit("latency: the arming ended: " + json.dumps(state(folder)["faults"]))
            now = state(folder)
            begun = int(now["monotonic_ns"]) - round(now["timing"]["wake_lateness_us"] * 1000)
            readings.append(begun + time.time_ns() - time.monotonic_ns())
            time.sleep(1)
        told = state(folder)["guardian"]["transmission"]["front"]
    for program in reversed(programs):
        program.terminate()
        program.wait()
    log.close()
    published.close()
    with open(f"{folder}/candump") as lines, open(f"{folder}/published") as values:
        return lines.read().splitlines(), reports(values), phase(readings), told


def reports(lines):
    """When the server was told of a cycle, ns, and the pedal in it, %."""
    found = []
    for line in lines:
        if line.startswith("{"):
            for value in json.loads(line)["values"]:
                if value["value"] is not None:
                    found.append((round(value["t"] * 1e6) * 1000, value["value"]))
    return found


def publishing(pedals, published, tick_phase):
    """For each pedal frame: ns from its tick and from its stamp to the report that has it; and how many reports had another
    pedal."""
    found, other, place = [], 0, 0
    for stamp, pedal in pedals:
        tick = stamp + (tick_phase - stamp) % period
        while place < len(published) and published[place][0] < tick:
            place += 1
        if place == len(published):
            break
        at, value = published[place]
        # The server looks every 10 ms and may pass over a cycle; then there is none to look at.
        if at - tick >= period:
            continue
        if abs(value - pedal) > 0.1:
            other += 1
        found.append((at - tick, at - stamp))
    return found, other


def phase(readings):
    """The smallest reading modulo the period, on the circle around the first."""
    first = readings[0] % period
    offsets = [(reading - first + period // 2) % period - period // 2 for reading in readings]
    print(f"bench: ticks as told, us around the first: {min(offsets) / 1e3:.1f} to {max(offsets) / 1e3:.1f}",
          file=sys.stderr, flush=True)
    return (first + min(offsets)) % period


def frames(lines):
    """Stamps in ns with the pedal in %, and with the torque in Nm."""
    pedals, torques = [], []
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        whole, fraction = parts[0].strip("()").split(".")
        stamp = int(whole) * 1_000_000_000 + int(fraction.ljust(9, "0"))
        number, payload = parts[2].split("#")
        payload = bytes.fromhex(payload)
        if number == "239":
            pedals.append((stamp, payload[0] / 2))
        else:
            bits = payload[2] << 4 | payload[3] >> 4
            torques.append((stamp, (bits - 4096 if bits > 2047 else bits) / 4))
    return pedals, torques


def measure(pedals, torques, tick_phase):
    """For each pedal frame while torque frames flow: ns from its tick, ns from its stamp, the torque frame's place."""
    found, place = [], 0
    for stamp, _ in pedals:
        tick = stamp + (tick_phase - stamp) % period
        while place < len(torques) and torques[place][0] < tick:
            place += 1
        if place == len(torques):
            break
        # Where the next is further than two cycles, none flow: before the arming.
        if torques[place][0] - tick < 2 * period:
            found.append((torques[place][0] - tick, torques[place][0] - stamp, place))
        else:
            found.append(None)
    return found


def lag(pedals, torques, found):
    """For each step up: how many frames after the expected one the request began to rise."""
    lags = []
    for index in range(1, len(found)):
        if found[index] is None or not pedals[index - 1][1] < 2 <= pedals[index][1]:
            continue
        place = found[index][2]
        for late in range(-2, 20):
            if torques[place + late][1] > torques[place + late - 1][1] + 1:
                lags.append(late)
                break
    return lags


def report(name, value, peer=None):
    figure = {"name": name, "value": round(value, 1), "unit": "us", "peer": None, "peer_value": None, "ratio": None}
    if peer:
        figure.update(peer="candump", peer_value=round(peer, 1), ratio=round(value / peer, 3))
    print("bench: " + json.dumps(figure, separators=(",", ":")), flush=True)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


for bus in buses.values():
    run("ip", "link", "add", bus, "type", "vcan")
    run("ip", "link", "set", bus, "up")
try:
    with tempfile.TemporaryDirectory() as folder:
        late = wake_up()
        lines, published, tick_phase, told = drive(folder)
    pedals, torques = frames(lines)
    found = measure(pedals, torques, tick_phase)
    lags = lag(pedals, torques, found)
    print(f"bench: {len(pedals)} pedal frames, {len(torques)} torque frames; the guardian says {told}", file=sys.stderr)
    print(f"bench: steps seen in the frame expected: {lags.count(0)} of {len(lags)}; frames late: {sorted(set(lags))}",
          file=sys.stderr, flush=True)
    seen, other = publishing(pedals, published, tick_phase)
    print(f"bench: {len(seen)} of {len(pedals)} pedal frames looked for in the reports; in {other} the pedal is another",
          file=sys.stderr, flush=True)
    times = [each for each in found if each is not None]
    for name, place, times, peer in (("latency.mailbox", 0, seen, None), ("latency.mailbox.whole", 1, seen, late),
                                     ("latency.pedal", 0, times, None), ("latency.pedal.whole", 1, times, None)):
        values = sorted(each[place] / 1e3 for each in times)
        report(f"{name}.median", statistics.median(values), peer and statistics.median(peer))
        report(f"{name}.p999", values[min(len(values) - 1, len(values) * 999 // 1000)], peer and peer[len(peer) * 999 // 1000])
finally:
    for program in programs:
        program.kill()
    for bus in buses.values():
        run("ip", "link", "delete", bus)
