#!/usr/bin/env python3
"""Writes the C that the codec is measured against.

    peer.py leaf|mqb|ford|hyundai FOLDER

Takes the database from opendbc to FOLDER/database.dbc, generates FOLDER/generated.c and .h with cantools, and FOLDER/peer.c, which includes the former and
decodes or encodes an array of frames with it: the identifier by a switch, then every signal that
the multiplexor selects, to or from double. Every signal of a message has a slot in the array of
values, in the database's order; the slot of a signal that is not selected stays as it is.
FOLDER/messages.txt has a line for each message that the C knows: identifier with bit 31 as in the
database, number of signals.
"""
import pathlib
import re
import sys

import cantools
import opendbc
from cantools.database.can.c_source import CodeGenMessage, generate

INTERFACE = """
#define _GNU_SOURCE
#include <string.h>
#include "generated.c"

/* Where the frames lie: count times stride bytes, with a 32-bit identifier and the payload inside. */
struct layout { size_t count, stride, id_at, payload_at; };

static inline uint32_t id_of(const uint8_t *frame, const struct layout *l)
{
    uint32_t id;
    memcpy(&id, frame + l->id_at, sizeof id);
    return id;
}
"""

LOOP = """
__attribute__((visibility("default")))
int axle_peer_{verb}(const uint8_t *frames, const struct layout *l, {argument})
{{
    for (size_t i = 0; i < l->count; i++) {{
        const uint8_t *frame = frames + i * l->stride;
        switch (id_of(frame, l)) {{
{cases}        default: return -1;
        }}
    }}
    return 0;
}}
"""


def selected(message, line):
    """One line a signal, those of a multiplexor's values inside a switch."""
    lines, groups, selector = [], {}, None
    for slot, signal in enumerate(message.cg_signals):
        if signal.signal.is_multiplexer:
            assert selector is None and not signal.signal.multiplexer_ids, message.snake_name
            selector = signal.snake_name
        text = line(slot, signal)
        if signal.signal.multiplexer_ids:
            for value in signal.signal.multiplexer_ids:
                groups.setdefault(value, []).append(text)
        else:
            lines.append(text)
    if groups:
        lines.append(f"switch (m.{selector}) {{")
        for value, texts in sorted(groups.items()):
            lines.append(f"case {value}: {' '.join(texts)} break;")
        lines.append("default: break; }")
    return lines


def cases(messages, body):
    text = ""
    for message in messages:
        count = len(message.cg_signals)
        lines = body(f"peer_{message.snake_name}", message) + [f"values += {count};", "break;"]
        text += f"        case 0x{raw_id(message.message):X}u: {{\n"
        text += f"            struct peer_{message.snake_name}_t m;\n"
        text += "".join(f"            {line}\n" for line in lines)
        text += "        }\n"
    return text


def unpack(name, message):
    length = message.message.length
    return [f"if ({name}_unpack(&m, frame + l->payload_at, {length}u) != 0) return -1;"]


def decode(name, message):
    return unpack(name, message) + selected(
        message, lambda slot, s: f"values[{slot}] = {name}_{s.snake_name}_decode(m.{s.snake_name});"
    )


def raw(name, message):
    return unpack(name, message) + selected(
        message, lambda slot, s: f"values[{slot}] = (int64_t)m.{s.snake_name};"
    )


def encode(name, message):
    length = message.message.length
    return selected(
        message, lambda slot, s: f"m.{s.snake_name} = {name}_{s.snake_name}_encode(values[{slot}]);"
    ) + [f"if ({name}_pack((uint8_t *)frame + l->payload_at, &m, {length}u) < 0) return -1;"]


def raw_id(message):
    """The identifier as a database writes it and as a frame here holds it."""
    return message.frame_id | (0x80000000 if message.is_extended_frame else 0)


def slots(text):
    """For each identifier the place of each signal in the text, by name."""
    order = {}
    current = {}
    for line in text.splitlines():
        if found := re.match(r"BO_ (\d+) ", line):
            current = order.setdefault(int(found[1]), {})
        elif found := re.match(r"\s*SG_ (\w+) ", line):
            current.setdefault(found[1], len(current))
    return order


DATABASES = {
    "leaf": "nissan_leaf_2018_generated",
    "mqb": "vw_mqb",
    "ford": "ford_lincoln_base_pt",
    "hyundai": "hyundai_canfd_generated",
}


def database_text(name):
    """What opendbc has under that name, as a file or put together from several."""
    folder = pathlib.Path(opendbc.__file__).parent
    for path in folder.rglob(f"{name}.dbc"):
        return path.read_text(encoding="utf-8")
    return opendbc.get_generated_dbcs()[name]


def main():
    text = database_text(DATABASES[sys.argv[1]])
    # Signals may overlap: the generator does not care.
    database = cantools.database.load_string(text, "dbc", strict=False)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "database.dbc").write_text(text, encoding="utf-8")
    header, source, _, _ = generate(
        database, "peer", "generated.h", "generated.c", "fuzzer.c", use_round=True
    )
    (folder / "generated.h").write_text(header)
    (folder / "generated.c").write_text(source)
    order = slots(text)
    known = {}
    for message in database.messages:
        names = order.get(raw_id(message), {})
        # Of two messages with one identifier only the first is in the switch.
        if message.signals and len(names) == len(message.signals):
            known.setdefault(raw_id(message), CodeGenMessage(message))
    for identifier, message in known.items():
        # Signals come sorted by start bit; slots follow the text, as they do on the other side.
        places = order[identifier]
        message.cg_signals.sort(key=lambda s: places[s.signal.name])
    messages = list(known.values())
    parts = [
        LOOP.format(verb="decode", argument="double *values", cases=cases(messages, decode)),
        LOOP.format(verb="raw", argument="int64_t *values", cases=cases(messages, raw)),
        LOOP.format(verb="encode", argument="const double *values", cases=cases(messages, encode)),
    ]
    (folder / "peer.c").write_text(INTERFACE + "".join(parts))
    lines = [f"{identifier} {len(m.cg_signals)}\n" for identifier, m in known.items()]
    (folder / "messages.txt").write_text("".join(lines))


main()
