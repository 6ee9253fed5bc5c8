"""Which node each endpoint belongs to: every participant tells its own, and hears the others'.

Source: design article "Node to participant mapping" (design.ros2.org); rmw_dds_common.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from physai_sim.rosless.dds.graph import Graph
from physai_sim.rosless.dds.participant import Participant
from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.dds.writer import Writer
from physai_sim.rosless.interfaces import codec, get_class

TOPIC = "ros_discovery_info"


@dataclass(slots=True, eq=False)
class NodeEntry:
    """A node with its endpoints, by their identities."""

    namespace: str
    name: str
    readers: set[bytes] = field(default_factory=set)
    writers: set[bytes] = field(default_factory=set)

    @property
    def full_name(self) -> str:
        """`/namespace/name`."""
        return f"{self.namespace.rstrip('/')}/{self.name}"


class Directory:
    """The nodes of this participant, and of all others.

    Args:
        participant: Ours.
        graph: Who is alive.
        told: Quality of service for telling: reliable, latched, the newest alone.
        heard: Quality of service for hearing: the same with the whole history.
    """

    def __init__(self, participant: Participant, graph: Graph, *, told: Any, heard: Any) -> None:
        self._participant, self._graph = participant, graph
        self._classes = {
            name: get_class(f"rmw_dds_common/msg/{name}")
            for name in ("Gid", "NodeEntitiesInfo", "ParticipantEntitiesInfo")
        }
        self._codec = codec(self._classes["ParticipantEntitiesInfo"])
        kind = self._codec.idl_type
        self._writer = Writer(participant, TOPIC, kind, told)
        self._reader = Reader(participant, TOPIC, kind, heard, ignore_local=True)
        self._lock, self._held = threading.RLock(), 0
        self._ours: list[NodeEntry] = []
        self._others: dict[bytes, list[NodeEntry]] = {}

    def add(self, entry: NodeEntry) -> None:
        """Tell of a new node."""
        with self.change():
            self._ours.append(entry)

    def remove(self, entry: NodeEntry) -> None:
        """Tell that a node is gone."""
        with self.change():
            self._ours.remove(entry)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Change nodes within this block; all changes are told at once at its end."""
        with self._lock:
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1
                if not self._held:
                    self._tell()

    def nodes(self) -> list[tuple[bytes, NodeEntry]]:
        """All nodes that are alive, with the identity of the participant of each."""
        with self._lock:
            self._hear()
            alive = self._graph.participants()
            self._others = {key: held for key, held in self._others.items() if key in alive}
            ours = [(self._participant.guid, entry) for entry in self._ours]
            return ours + [(key, entry) for key, held in self._others.items() for entry in held]

    def _tell(self) -> None:
        if not self._participant.handle:
            return
        nodes = [
            self._classes["NodeEntitiesInfo"](
                node_namespace=entry.namespace,
                node_name=entry.name,
                reader_gid_seq=[self._gid(guid) for guid in sorted(entry.readers)],
                writer_gid_seq=[self._gid(guid) for guid in sorted(entry.writers)],
            )
            for entry in self._ours
        ]
        message = self._classes["ParticipantEntitiesInfo"](
            gid=self._gid(self._participant.guid), node_entities_info_seq=nodes
        )
        self._writer.write(self._codec.serialize(message))

    def _hear(self) -> None:
        while (taken := self._reader.take()) is not None:
            try:
                message = self._codec.deserialize(taken.data)
            except ValueError:
                continue  # another program's nonsense must not hide the nodes of the rest
            self._others[bytes(message.gid.data)] = [
                NodeEntry(
                    node.node_namespace,
                    node.node_name,
                    {bytes(gid.data) for gid in node.reader_gid_seq},
                    {bytes(gid.data) for gid in node.writer_gid_seq},
                )
                for node in message.node_entities_info_seq
            ]

    def _gid(self, guid: bytes) -> Any:
        return self._classes["Gid"](data=list(guid))
