"""A participant: this program's place in a DDS domain, with its writers and readers."""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from typing import Any

from cyclonedds.core import Entity, Policy, Qos
from cyclonedds.domain import Domain, DomainParticipant
from cyclonedds.pub import DataWriter
from cyclonedds.sub import DataReader
from cyclonedds.topic import Topic

from physai_sim.rosless.dds import configuration, library, loopback
from physai_sim.rosless.dds.library import DdsError
from physai_sim.rosless.dds.qos import to_dds

_lock = threading.RLock()
_domains: dict[int, Domain] = {}
_open: weakref.WeakSet[Participant] = weakref.WeakSet()
_ends = False


class Participant:
    """One place in a domain; all nodes of a context share it, as in ROS 2.

    Args:
        domain_id: The domain, 0 to 232.
        enclave: Name of its security enclave, which others expect to be told.

    Raises:
        ConfigurationError: If the environment's configuration makes no sense.
        DdsError: If the domain cannot be joined.
    """

    def __init__(self, domain_id: int, enclave: str = "/") -> None:
        self.domain_id = domain_id
        told = Qos(Policy.Userdata(f"enclave={enclave};".encode()))
        with _lock:
            try:
                if domain_id not in _domains:
                    _domains[domain_id] = Domain(domain_id, configuration.domain_xml())
                self.entity = DomainParticipant(domain_id, told)
                if configuration.is_loopback_only():
                    loopback.confine(domain_id)
            except Exception as error:
                raise DdsError(f"domain {domain_id} cannot be joined: {error}") from error
            _open.add(self)
        self.handle: int = self.entity._ref
        self.guid: bytes = self.entity.guid.bytes
        self._topics: dict[str, tuple[Any, Topic[Any]]] = {}
        self._count = 0

    def writer(
        self, topic: str, idl_type: Any, profile: Any, *, user_data: str = ""
    ) -> DataWriter[Any]:
        """A writer of a topic, by the topic's name in DDS."""
        found = self._topic(topic, idl_type)
        return DataWriter(self.entity, found, to_dds(profile, user_data))

    def reader(
        self,
        topic: str,
        idl_type: Any,
        profile: Any,
        *,
        user_data: str = "",
        ignore_local: bool = False,
    ) -> DataReader[Any]:
        """A reader of a topic, by the topic's name in DDS."""
        found = self._topic(topic, idl_type)
        qos = to_dds(profile, user_data, ignore_local=ignore_local)
        return DataReader(self.entity, found, qos)

    def next_number(self) -> int:
        """A number that no other call on this participant gets, from 1 on."""
        with _lock:
            self._count += 1
            return self._count

    def close(self) -> None:
        """Leave the domain, with all writers and readers; a second call does nothing."""
        with _lock:
            if not self.handle:
                return
            self.handle = 0
            _open.discard(self)
            delete_entity(self.entity)
            self._topics = {}
            if not any(other.domain_id == self.domain_id for other in _open):
                delete_entity(_domains.pop(self.domain_id))

    def _topic(self, name: str, idl_type: Any) -> Topic[Any]:
        """The topic of a name; DDS knows one type for each name in a participant."""
        with _lock:
            if not self.handle:
                raise DdsError(f"topic {name}: the participant has left its domain")
            known = self._topics.get(name)
            if known is not None and known[0] is idl_type:
                return known[1]
            topic: Topic[Any] = Topic(self.entity, name, idl_type)
            self._topics[name] = (idl_type, topic)
            return topic


def delete_entity(entity: Entity) -> None:
    """Delete an entity now, with all that belongs to it, and not when it is forgotten."""
    Entity._entities.pop(entity._ref, None)
    library.delete(entity._ref)


def process_ends() -> bool:
    """Whether all domains were left because the process ends; threads may still be at work."""
    return _ends


@atexit.register
def close_all() -> None:
    """Leave all domains, so that others learn of it now and not when a lease runs out."""
    global _ends  # noqa: PLW0603 - a process ends once
    _ends = True
    for participant in list(_open):
        participant.close()


def _after_fork() -> None:
    """A child has no threads of DDS: it must neither use nor delete what it inherited."""
    Entity._entities.clear()
    _domains.clear()
    for participant in list(_open):
        participant.handle = 0
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
