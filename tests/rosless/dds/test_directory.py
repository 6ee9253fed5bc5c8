"""Participants tell one another which nodes they hold."""

import pytest
from rclpy.context import _HEARD, _TOLD

from physai_sim.rosless.dds.directory import TOPIC, Directory, NodeEntry
from physai_sim.rosless.dds.graph import Graph


@pytest.fixture
def directory():
    """`directory(place)`: the directory of a participant."""
    return lambda place: Directory(
        place.participant, Graph(place.participant), told=_TOLD, heard=_HEARD
    )


def _names(directory):
    return sorted(entry.full_name for _, entry in directory.nodes())


def test_the_full_name_holds_the_namespace():
    assert NodeEntry("/", "a").full_name == "/a"
    assert NodeEntry("/b/c", "a").full_name == "/b/c/a"


def test_others_hear_of_nodes_and_of_their_end(join, directory, wait_until):
    ours, theirs = directory(join()), directory(join())
    entry = NodeEntry("/far", "node", readers={b"r" * 16}, writers={b"w" * 16})
    theirs.add(entry)
    wait_until(lambda: _names(ours) == ["/far/node"])
    ((_, heard),) = ours.nodes()
    assert (heard.readers, heard.writers) == ({b"r" * 16}, {b"w" * 16})
    theirs.remove(entry)
    wait_until(lambda: _names(ours) == [])


def test_who_comes_late_hears_of_all_nodes(join, directory, wait_until):
    early = directory(join())
    early.add(NodeEntry("/", "one"))
    early.add(NodeEntry("/", "two"))
    late = directory(join())
    wait_until(lambda: _names(late) == ["/one", "/two"])


def test_changes_within_a_block_are_told_at_once_at_its_end(place, directory):
    found, told = directory(place), []
    found._writer.write = told.append
    with found.change():
        found.add(NodeEntry("/", "one"))
        found.add(NodeEntry("/", "two"))
        assert told == []
    assert len(told) == 1


def test_the_nodes_of_a_participant_that_has_gone_are_gone(join, directory, wait_until):
    ours, other = directory(join()), join()
    directory(other).add(NodeEntry("/", "short"))
    wait_until(lambda: _names(ours) == ["/short"])
    other.participant.close()
    wait_until(lambda: _names(ours) == [])


def test_nonsense_of_another_program_hides_no_node(join, directory, wait_until):
    ours, other = directory(join()), join()
    theirs = directory(other)
    leftover = b"\0\1\0\0" + bytes(24 + 4) + b"nonsense" * 3
    wait_until(lambda: theirs._writer.matched_count() > 0)
    theirs._writer.write(leftover)
    theirs.add(NodeEntry("/", "sane"))
    wait_until(lambda: _names(ours) == ["/sane"])
    assert TOPIC == "ros_discovery_info"


def test_after_the_end_of_its_participant_nothing_is_told(place, directory):
    found = directory(place)
    place.participant.close()
    found.add(NodeEntry("/", "late"))
