"""Decodes and encodes random frames with cantools, for a comparison with this project's codec.

    vectors.py FOLDER SEED

FOLDER/databases holds one folder of .dbc files for each origin. For each file FOLDER/vectors gets a file of
lines, whose words are parted by blanks:

    database ORIGIN/NAME.dbc            the first line
    refused REASON                      cantools does not load it, not even repaired
    repaired REASON                     cantools loads it only after what is said in `repaired`
    message RAWID LENGTH NAME           then the names of the signals that are compared, in order
    left COUNT REASON                   signals or messages that cantools cannot decode, and why
    decode PAYLOAD ENCODED VALUE...     ENCODED: what cantools makes of these values, or `-`
    encode ENCODED VALUE...             values between two counts

A VALUE is INDEX:RAW:PHYSICAL in a decode line and INDEX:PHYSICAL in an encode line. A whole number is
written in decimal, any other as `x` and the 16 digits of its IEEE 754 double. Names are quoted as in addresses
of the web; they are the long ones (SystemSignalLongSymbol) where a database has such.
"""

import collections
import logging
import math
import pathlib
import random
import re
import struct
import sys
import urllib.parse
import warnings

import cantools

# What stands before a name that begins with a digit while cantools reads it.
DIGIT = "Digit__"
# Random frames of a message, at least and at most; small databases get more of them.
FEWEST, MOST, AIM = 12, 120, 4000


def word(value):
    """A number without loss."""
    if isinstance(value, int):
        return str(value)
    return "x" + struct.pack(">d", math.nan if math.isnan(value) else value).hex()


def load(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return cantools.database.load_string(text, "dbc", strict=False, prune_choices=False)


def repaired(text):
    """Only what decoding needs, and that as cantools wants it."""
    kept = []
    for line in text.splitlines():
        if not re.match(r"\s*(BU_\s*:|BO_ |SG_ |SG_MUL_VAL_ |SIG_VALTYPE_ )", line):
            continue
        message = re.match(r"\s*BO_ (\d+) (.*)", line)
        if message:
            number, rest = int(message[1]), message[2]
            if 0x7FF < number < 0x8000_0000:
                number |= 0x8000_0000
            if number & 0x6000_0000 and number != 0xC000_0000:
                number = None
            if re.match(r"\d", rest):
                rest = DIGIT + rest
            dropped = number is None
            line = f"BO_ {number} {rest}"
        elif re.match(r"\s*BU_", line):
            dropped = False
            line = "BU_:"
        else:
            line = re.sub(r"([(,\[|])([-+]?)\.(\d)", r"\1\g<2>0.\3", line)
            line = re.sub(r"^\s*SG_ (\d)", rf" SG_ {DIGIT}\1", line)
            if line.lstrip().startswith("SG_ "):
                line = re.sub(r"\"\s+[^\"]*$", '" Vector__XXX', line)
        if not dropped:
            kept.append(line)
    return 'VERSION ""\n\n' + "\n".join(kept) + "\n"


def name_of(thing):
    return urllib.parse.quote(thing.name.removeprefix(DIGIT))


def positions(signal):
    """The bits of a signal, least significant first, as byte * 8 + bit."""
    if signal.byte_order == "little_endian":
        return list(range(signal.start, signal.start + signal.length))
    bits, place = [], signal.start
    for _ in range(signal.length):
        bits.append(place)
        place = place - 1 if place % 8 else place + 15
    return bits[::-1]


def put(payload, signal, raw):
    for index, place in enumerate(positions(signal)):
        mask = 1 << place % 8
        if raw >> index & 1:
            payload[place // 8] |= mask
        else:
            payload[place // 8] &= ~mask & 0xFF


def selections(message):
    """For each multiplexor the values that select something."""
    values = collections.defaultdict(set)
    for signal in message.signals:
        if signal.multiplexer_signal and signal.multiplexer_ids:
            ids = list(signal.multiplexer_ids)
            values[signal.multiplexer_signal].update(ids if len(ids) <= 64 else random.sample(ids, 64))
    return {name: sorted(ids) for name, ids in values.items()}


def random_payload(message, selectors):
    kind = random.random()
    if kind < 0.08:
        payload = bytearray(message.length)
    elif kind < 0.16:
        payload = bytearray(b"\xff" * message.length)
    else:
        payload = bytearray(random.randbytes(message.length))
    by_name = {signal.name: signal for signal in message.signals}
    # Inner multiplexors first, so that an outer one has the last word where they share bits.
    for name in reversed(list(selectors)):
        put(payload, by_name[name], random.choice(selectors[name]))
    return bytes(payload)


def off_the_grid(message, raw, physical):
    """A value between two counts, or half way; None where that means nothing."""
    signal = message.get_signal_by_name(raw[0])
    if signal.is_multiplexer or signal.is_float or signal.length > 40:
        return physical
    highest = (1 << signal.length - int(signal.is_signed)) - 1
    lowest = -highest - 1 if signal.is_signed else 0
    part = random.choice([0.5, -0.5]) if random.random() < 0.1 else random.uniform(-0.49, 0.49)
    count = raw[1] + part
    if not lowest <= count <= highest:
        return physical
    scaled = count * signal.scale + signal.offset
    return float(scaled)


def encode(message, values):
    # cantools refuses what does not fit with an error of one of several kinds.
    try:
        return message.encode(values, scaling=True, padding=False, strict=False).hex()
    except Exception:
        return "-"


def write_message(message, frames, out, left):
    names = collections.Counter(signal.name for signal in message.signals)
    if any(count > 1 for count in names.values()):
        left["two signals of one name"] += 1
        return
    index = {signal.name: place for place, signal in enumerate(message.signals)}
    selectors = selections(message)
    lines = []
    for _ in range(frames):
        for _ in range(20):
            payload = random_payload(message, selectors)
            try:
                raw = message.decode(payload, decode_choices=False, scaling=False)
                physical = message.decode(payload, decode_choices=False, scaling=True)
                break
            except Exception as error:
                reason = f"{type(error).__name__} in cantools' decoder"
        else:
            left[reason] += 1
            return
        values = " ".join(f"{index[name]}:{word(raw[name])}:{word(physical[name])}" for name in raw)
        lines.append(f"decode {payload.hex() or '.'} {encode(message, physical) or '.'} {values}")
        if len(lines) % 3 == 0 and raw:
            between = {name: off_the_grid(message, (name, raw[name]), physical[name]) for name in raw}
            encoded = encode(message, between)
            if encoded != "-":
                words = " ".join(f"{index[name]}:{word(value)}" for name, value in between.items())
                lines.append(f"encode {encoded} {words}")
    identifier = message.frame_id | (0x8000_0000 if message.is_extended_frame else 0)
    out.append(f"message {identifier} {message.length} {name_of(message)} "
               + " ".join(name_of(signal) for signal in message.signals))
    out.extend(lines)


def vectors(path, out):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    try:
        database = load(text)
    except Exception as error:
        reason = " ".join(str(error).split())[:120]
        try:
            database = load(repaired(text))
        except Exception:
            out.append(f"refused {reason}")
            return
        out.append(f"repaired {reason}")
    count = sum(len(message.signals) for message in database.messages)
    frames = max(FEWEST, min(MOST, AIM // max(1, count)))
    seen = set()
    left = collections.Counter()
    for message in database.messages:
        key = (message.frame_id, message.is_extended_frame)
        if key in seen:
            left["a second message of one identifier"] += 1
        elif message.length > 64:
            left["a message of more than 64 bytes"] += 1
        else:
            write_message(message, frames, out, left)
        seen.add(key)
    for reason, number in sorted(left.items()):
        out.append(f"left {number} {reason}")


def main():
    folder, seed = pathlib.Path(sys.argv[1]), sys.argv[2]
    logging.disable(logging.CRITICAL)
    target = folder / "vectors"
    target.mkdir()
    for path in sorted((folder / "databases").glob("*/*")):
        place = f"{path.parent.name}/{path.name}"
        random.seed(f"{seed} {place}")
        out = [f"database {place}"]
        vectors(path, out)
        (target / (place.replace("/", "-") + ".txt")).write_text("\n".join(out) + "\n")


main()
