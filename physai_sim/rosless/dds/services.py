"""The two ends of a service: requests one way, replies the other, over two topics.

Before each body stand the client's identity and a number that counts its requests; the reply
carries both back. All replies go to all clients, and each picks its own. Servers and clients tell
a common identity of their two endpoints in discovery, so that a client knows when both directions
of one server are there.

Source: rmw_cyclonedds, tried against ROS 2 Jazzy.
"""

from __future__ import annotations

import struct
import time
from typing import Any, NamedTuple

from physai_sim.rosless.dds.participant import Participant
from physai_sim.rosless.dds.qos import user_data_of
from physai_sim.rosless.dds.reader import Reader
from physai_sim.rosless.dds.writer import Writer

HEADER = struct.Struct("<Qq")
BODY = 4 + HEADER.size
"""Where a body begins: after the CDR header and the identity [B]."""
MATCH_WAIT_S, MATCH_POLL_S = 0.1, 0.005
"""How long a reply waits for its client's reader to be discovered, as rmw_cyclonedds does."""


class RequestId(NamedTuple):
    """Whose request it is, and which of theirs.

    Args:
        client: Identity of the client.
        number: Counts the client's requests, from 1 on.
        writer: Instance handle of the request's writer here.
        source_ns: Wall time at which it was written [ns].
    """

    client: int
    number: int
    writer: int
    source_ns: int


def identity(participant: Participant) -> str:
    """A new identity for the endpoints of one server or client, as discovery shows it."""
    raw = participant.guid[:12] + participant.next_number().to_bytes(4, "big")
    return ".".join(f"{byte:x}" for byte in raw)


class ServerEnd:
    """The server's end.

    Args:
        participant: Whose it is.
        name: Full name of the service, as `/add_two_ints`.
        request: Codec of requests.
        response: Codec of replies.
        profile: Quality of service of both topics.
    """

    def __init__(
        self, participant: Participant, name: str, request: Any, response: Any, *, profile: Any
    ) -> None:
        self._request, self._response = request, response
        self._known: set[int] = set()
        told = f"serviceid={identity(participant)};typehash="
        self.reader = Reader(
            participant,
            f"rq{name}Request",
            request.service_idl_type,
            profile,
            user_data=f"{told}{request.type_hash};",
        )
        self.writer = Writer(
            participant,
            f"rr{name}Reply",
            response.service_idl_type,
            profile,
            user_data=f"{told}{response.type_hash};",
        )

    def take(self) -> tuple[Any, RequestId] | None:
        """The oldest request; None if there is none.

        Raises:
            ValueError: If a request's bytes make no sense; it is taken away.
        """
        taken = self.reader.take()
        if taken is None:
            return None
        if len(taken.data) < BODY:
            raise ValueError(f"a request of {len(taken.data)} bytes; expected {BODY} or more")
        client, number = HEADER.unpack_from(taken.data, 4)
        body = self._request.deserialize(taken.data, BODY)
        return body, RequestId(client, number, taken.writer, taken.source_ns)

    def reply(self, to: RequestId, response: Any) -> None:
        """Answer a request; a client that has gone away gets nothing."""
        if not self._reader_is_known(to):
            return
        body = self._response.serialize(response)
        self.writer.write(body[:4] + HEADER.pack(to.client, to.number) + body[4:])

    def close(self) -> None:
        """Remove both endpoints."""
        self.reader.close()
        self.writer.close()

    def _reader_is_known(self, to: RequestId) -> bool:
        """Whether the client's reader is matched; waits a little for one just discovered."""
        if to.writer in self._known:
            return True
        data = self.reader.entity.get_matched_publication_data(to.writer)
        if data is None:
            return False
        client = user_data_of(data.qos).get("clientid", "").strip()
        deadline = time.monotonic() + MATCH_WAIT_S
        while client and client not in _matched(self.writer, "clientid"):
            if time.monotonic() > deadline:
                return True  # the reader may say so late, and a reply to nobody harms nobody
            time.sleep(MATCH_POLL_S)
        self._known.add(to.writer)
        return True


class ClientEnd:
    """The client's end.

    Args:
        participant: Whose it is.
        name: Full name of the service.
        request: Codec of requests.
        response: Codec of replies.
        profile: Quality of service of both topics.
    """

    def __init__(
        self, participant: Participant, name: str, request: Any, response: Any, *, profile: Any
    ) -> None:
        self._request, self._response = request, response
        told = f"clientid={identity(participant)};typehash="
        self.reader = Reader(
            participant,
            f"rr{name}Reply",
            response.service_idl_type,
            profile,
            user_data=f"{told}{response.type_hash};",
        )
        self.writer = Writer(
            participant,
            f"rq{name}Request",
            request.service_idl_type,
            profile,
            user_data=f"{told}{request.type_hash};",
        )
        self._number = 0

    def send(self, request: Any) -> int:
        """Send a request; gives its number."""
        body = self._request.serialize(request)
        self._number += 1
        head = HEADER.pack(self.writer.instance, self._number)
        self.writer.write(body[:4] + head + body[4:])
        return self._number

    def take(self) -> tuple[Any, int] | None:
        """The oldest reply to this client with the number of its request; None if there is none.

        Raises:
            ValueError: If a reply's bytes make no sense; it is taken away.
        """
        while (taken := self.reader.take()) is not None:
            if len(taken.data) < BODY:
                raise ValueError(f"a reply of {len(taken.data)} bytes; expected {BODY} or more")
            client, number = HEADER.unpack_from(taken.data, 4)
            if client == self.writer.instance:
                return self._response.deserialize(taken.data, BODY), number
        return None

    def server_is_ready(self) -> bool:
        """Whether one server is matched in both directions."""
        if not (self.writer.matched_count() and self.reader.matched_count()):
            return False
        takes, replies = _matched(self.writer, "serviceid"), _matched(self.reader, "serviceid")
        return bool(takes & replies) or (takes == {""} and replies == {""})

    def close(self) -> None:
        """Remove both endpoints."""
        self.reader.close()
        self.writer.close()


def _matched(end: Reader | Writer, key: str) -> set[str]:
    """What the matched endpoints say of themselves under a key; "" for those that say nothing."""
    entity: Any = end.entity
    if isinstance(end, Reader):
        found = [entity.get_matched_publication_data(h) for h in entity.get_matched_publications()]
    else:
        found = [
            entity.get_matched_subscription_data(h) for h in entity.get_matched_subscriptions()
        ]
    return {user_data_of(data.qos).get(key, "").strip() for data in found if data is not None}
