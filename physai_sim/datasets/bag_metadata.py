"""`metadata.yaml`: what rosbag2 wants to know of a bag before it opens its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml
from mcap.records import Channel, Schema

MAX_METADATA_BYTES = 4 * 2**20
"""Largest metadata.yaml that is read: that of some ten thousand files [bytes]."""
QOS_KEY = "offered_qos_profiles"
TYPE_HASH_KEY = "topic_type_hash"

# Version 8 of rosbag2's metadata, though Jazzy writes 9: up to 8 the QoS is a string with numbers
# for the policies, which Humble, Iron, Jazzy and later read; 9 made it a list, on which Humble and
# Iron fail. Source: rosbag2, `yaml.hpp` and `qos.cpp` of the branches humble, iron and jazzy.
_METADATA_VERSION = 8
_ROOT_KEY = "rosbag2_bagfile_information"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a bag's metadata names it."""

    name: str
    type_name: str
    encoding: str
    qos_yaml: str
    type_hash: str

    @classmethod
    def of(cls, channel: Channel, schema: Schema) -> Topic:
        """Read it off an MCAP channel and its schema."""
        return cls(
            name=channel.topic,
            type_name=schema.name,
            encoding=channel.message_encoding,
            qos_yaml=channel.metadata.get(QOS_KEY, ""),
            type_hash=channel.metadata.get(TYPE_HASH_KEY, ""),
        )


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What a bag's metadata says of one MCAP file: its name, its time span [ns], its topics."""

    name: str
    start_ns: int
    end_ns: int
    counts: Mapping[Topic, int]


def bag_information(files: Sequence[FileSummary]) -> dict[str, object]:
    """Give what rosbag2 calls the bag file information, for one or more files in their order."""
    counts: Counter[Topic] = Counter()
    for file in files:
        # Not `update` alone: a topic without messages counts as a topic too.
        counts.update(dict.fromkeys(file.counts, 0))
        counts.update(file.counts)
    filled = [file for file in files if any(file.counts.values())]
    start_ns = min((file.start_ns for file in filled), default=0)
    end_ns = max((file.end_ns for file in filled), default=0)
    return {
        "version": _METADATA_VERSION,
        "storage_identifier": "mcap",
        "duration": {"nanoseconds": end_ns - start_ns},
        "starting_time": {"nanoseconds_since_epoch": start_ns},
        "message_count": counts.total(),
        "topics_with_message_count": _topics(counts.items()),
        # The chunks are compressed, which is the file format's own affair, not the bag's.
        "compression_format": "",
        "compression_mode": "",
        "relative_file_paths": [file.name for file in files],
        "files": [_file(file) for file in files],
        "custom_data": None,
        "ros_distro": "physai_sim",
    }


def write_metadata(folder: Path, files: Sequence[FileSummary]) -> None:
    """Write `metadata.yaml` of a bag; it appears under its name when it is whole."""
    temporary = folder / ".metadata.yaml.partial"
    text = yaml.safe_dump({_ROOT_KEY: bag_information(files)}, sort_keys=False)
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(folder / "metadata.yaml")
    finally:
        temporary.unlink(missing_ok=True)


def metadata_fault(folder: Path, found: Mapping[str, int]) -> str | None:
    """Hold a bag's `metadata.yaml` against its files.

    Args:
        folder: The bag.
        found: Messages that each of its files holds, by file name.

    Returns:
        One sentence on what is wrong with it; None if nothing is.
    """
    path = folder / "metadata.yaml"
    if not path.exists():
        return f"{folder.name}: metadata.yaml is missing"
    try:
        information = _read(path)[_ROOT_KEY]
        paths = [PurePath(name) for name in information["relative_file_paths"]]
        count = information["message_count"]
    except (OSError, ValueError, yaml.YAMLError, TypeError, LookupError, RecursionError):
        return f"{folder.name}: metadata.yaml is damaged"
    if any(path.is_absolute() or ".." in path.parts for path in paths):
        return f"{folder.name}: metadata.yaml names files outside of the bag, which are not read"
    return _disagreement(folder, {path.name for path in paths}, count, found)


def _disagreement(
    folder: Path, names: set[str], count: object, found: Mapping[str, int]
) -> str | None:
    if missing := names - found.keys():
        return f"{folder.name}: {', '.join(sorted(missing))} is missing"
    if unlisted := found.keys() - names:
        return f"{folder.name}: metadata.yaml does not list {', '.join(sorted(unlisted))}"
    if count != sum(found.values()):
        return f"{folder.name}: metadata.yaml counts {count} messages"
    return None


def _read(path: Path) -> Any:
    # A pipe or a device would be read for ever, and what is no metadata for long.
    if not path.is_file() or path.stat().st_size > MAX_METADATA_BYTES:
        raise ValueError("no metadata")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _topics(counts: Iterable[tuple[Topic, int]]) -> list[dict[str, object]]:
    return [
        {
            "topic_metadata": {
                "name": topic.name,
                "type": topic.type_name,
                "serialization_format": topic.encoding,
                QOS_KEY: topic.qos_yaml,
                "type_description_hash": topic.type_hash,
            },
            "message_count": count,
        }
        for topic, count in counts
    ]


def _file(file: FileSummary) -> dict[str, object]:
    return {
        "path": file.name,
        "starting_time": {"nanoseconds_since_epoch": file.start_ns},
        "duration": {"nanoseconds": file.end_ns - file.start_ns},
        "message_count": sum(file.counts.values()),
    }
