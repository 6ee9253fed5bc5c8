"""Random messages, and rosbags as the judge of octets and hashes."""

import random
from array import array
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from rosbags.interfaces import Nodetype
from rosbags.typesys import Stores, get_typestore

from physai_sim.rosless.interfaces import get_class, names, register, registry
from physai_sim.rosless.interfaces.definition import INTEGER_BITS

BASES = (*INTEGER_BITS, "float32", "float64", "bool", "byte", "char", "string", "string<=5")
KINDS = ("", "[3]", "[]", "[<=2]")
register(
    {
        "wire_msgs/msg/All": "\n".join(
            f"{base}{kind} f{number}x{index}"
            for number, base in enumerate((*BASES, "Nothing", "std_msgs/Header"))
            for index, kind in enumerate(KINDS)
        ),
        "wire_msgs/msg/Nothing": "",
    }
)
TEXTS = ("", "a", "odom", "Grüße", "漢字", "x" * 33, "🤖")
FLOATS = (0.0, -0.0, 1.5, -2.25, 1e30, float("inf"), 1 / 3)


def struct_names():
    """All messages, and the parts of all services and actions."""
    services = [f"_{s}_{p}" for s in ("SendGoal", "GetResult") for p in ("Request", "Response")]
    parts = {
        "msg": [""],
        "srv": ["_Request", "_Response", "_Event"],
        "action": ["_Goal", "_Result", "_Feedback", "_FeedbackMessage", *services],
    }
    every = (name for package in names().values() for name in package)
    return [name + part for name in every for part in parts[name.split("/")[1]]]


def random_message(full_name, rng):
    described = registry.struct_of(full_name)
    values = {field.name: _random(field.type, rng) for field in described.fields}
    return get_class(full_name)(**values)


def _random(kind, rng):
    if kind.kind == "single":
        return _random_one(kind, rng)
    count = kind.size if kind.kind == "array" else rng.randint(0, min(kind.size or 3, 3))
    return [_random_one(kind, rng) for _ in range(count)]


def _random_one(kind, rng):
    if kind.is_message:
        return random_message(kind.base, rng)
    if kind.base in ("string", "wstring"):
        return rng.choice(TEXTS)[: kind.string_bound or None]
    if kind.base == "bool":
        return rng.random() < 0.5
    if kind.base == "byte":
        return bytes([rng.randrange(256)])
    if kind.base in INTEGER_BITS:
        bits = INTEGER_BITS[kind.base]
        low = 0 if bits > 0 else -(2 ** (-bits - 1))
        return rng.choice(
            [low, low + 2 ** abs(bits) - 1, rng.randrange(low, low + 2 ** abs(bits))]
        )
    value = rng.choice(FLOATS)
    return float(np.float32(value)) if kind.base == "float32" else value


class Judge:
    """What rosbags writes for a message, and the hash it computes."""

    def __init__(self):
        self.store = get_typestore(Stores.ROS2_JAZZY)
        # rosbags hashes and writes `char` and `byte` otherwise: they are octets in ROS 2.
        self.store.fielddefs.clear()
        self.store.types.clear()

    def know(self, full_name):
        if full_name in self.store.fielddefs:
            return
        described = registry.struct_of(full_name)
        for field in described.fields:
            if field.type.is_message:
                self.know(field.type.base)
        fields = [(field.name, _node(field.type)) for field in described.wire_fields]
        self.store.register({full_name: ([], fields)})

    def octets(self, message, full_name):
        self.know(full_name)
        return bytes(self.store.serialize_cdr(_plain(message, full_name), full_name))

    def type_hash(self, full_name):
        self.know(full_name)
        return self.store.hash_rihs01(full_name)


def _node(kind):
    if kind.is_message:
        element = (Nodetype.NAME, kind.base)
    else:
        element = (Nodetype.BASE, (kind.base, kind.string_bound))
    if kind.kind == "single":
        return element
    return (Nodetype.ARRAY if kind.kind == "array" else Nodetype.SEQUENCE, (element, kind.size))


def _plain(message, full_name):
    values = {"structure_needs_at_least_one_member": 0}
    for field in registry.struct_of(full_name).fields:
        value, kind = getattr(message, field.name), field.type
        if kind.is_message:
            single = kind.kind == "single"
            made = [_plain(item, kind.base) for item in ([value] if single else value)]
            values[field.name] = made[0] if single else made
        elif kind.base == "byte":
            values[field.name] = (
                _signed(value) if kind.kind == "single" else np.frombuffer(b"".join(value), "u1")
            )
        elif kind.base == "bool" and kind.kind != "single":
            values[field.name] = np.array(value, np.bool_)
        else:
            values[field.name] = np.asarray(value) if isinstance(value, array) else value
    return SimpleNamespace(**values)


def _signed(octet):
    # A single `byte` is signed in rosbags, an array of them is not.
    return int.from_bytes(octet, "little", signed=True)


@pytest.fixture(scope="session")
def judge():
    return Judge()


@pytest.fixture(scope="session")
def make_random():
    """A random message of a type, from a seed."""

    def make(full_name, seed):
        return random_message(full_name, random.Random(seed))

    return make


@cache
def _without_wide_strings(full_name):
    fields = registry.struct_of(full_name).fields
    return all(
        field.type.base != "wstring"
        and (not field.type.is_message or _without_wide_strings(field.type.base))
        for field in fields
    )


def pytest_generate_tests(metafunc):
    if "every_judged_struct" in metafunc.fixturenames:
        judged = [name for name in struct_names() if _without_wide_strings(name)]
        metafunc.parametrize("every_judged_struct", judged)
