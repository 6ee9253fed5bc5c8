"""The configuration of a DDS domain, as Cyclone DDS reads it.

Discovery stays on this machine unless `ROS_AUTOMATIC_DISCOVERY_RANGE` says otherwise. Whole images
in one datagram and large socket buffers keep 640x480 pictures from being lost on the loopback.

Source: "Improved dynamic discovery" (docs.ros.org) for the environment variables; Cyclone DDS,
"Configuration reference" for the elements.
"""

from __future__ import annotations

import os
from xml.sax.saxutils import quoteattr

RANGES = ("OFF", "LOCALHOST", "SUBNET", "SYSTEM_DEFAULT")
MAX_DOMAIN = 232
"""Highest domain whose ports exist. Source: OMG DDSI-RTPS 2.5, section 9.6.2."""

_SIZES = (
    "<MaxMessageSize>65500B</MaxMessageSize><FragmentSize>65000B</FragmentSize>",
    '<Internal><SocketReceiveBufferSize min="default" max="16MB"/></Internal>',
)
_LOOPBACK = (
    '<Interfaces><NetworkInterface name="lo" multicast="false"/></Interfaces>'
    "<AllowMulticast>false</AllowMulticast>"
)


class ConfigurationError(ValueError):
    """An environment variable that says nothing we know."""


def domain_id(given: int | None = None) -> int:
    """The domain to join: the given one, or that of `ROS_DOMAIN_ID`, or 0.

    Raises:
        ConfigurationError: If it is no number from 0 to 232.
    """
    text = os.environ.get("ROS_DOMAIN_ID", "").strip() or "0"
    try:
        number = int(text) if given is None else int(given)
    except ValueError:
        number = -1
    if not 0 <= number <= MAX_DOMAIN:
        got = text if given is None else given
        raise ConfigurationError(f"ROS_DOMAIN_ID: got {got!r}; expected 0 to {MAX_DOMAIN}")
    return number


def discovery_range() -> str:
    """How far others may be: of `RANGES`, by default "LOCALHOST".

    Raises:
        ConfigurationError: If the environment names another.
    """
    if os.environ.get("ROS_LOCALHOST_ONLY") == "1":
        return "LOCALHOST"
    wish = os.environ.get("ROS_AUTOMATIC_DISCOVERY_RANGE", "").strip().upper() or "LOCALHOST"
    if wish not in RANGES:
        known = ", ".join(RANGES)
        raise ConfigurationError(f"ROS_AUTOMATIC_DISCOVERY_RANGE: got {wish!r} (known: {known})")
    return wish


def is_loopback_only() -> bool:
    """Whether nobody beyond this machine is wanted: no wider range, no peers, no file of theirs.

    Raises:
        ConfigurationError: If the environment names a range that does not exist.
    """
    wider = any(
        os.environ.get(name, "").strip() for name in ("ROS_STATIC_PEERS", "CYCLONEDDS_URI")
    )
    return discovery_range() in ("OFF", "LOCALHOST") and not wider


def domain_xml() -> str:
    """Our configuration, with what `CYCLONEDDS_URI` adds; later settings win."""
    wish = discovery_range()
    peers = [p for p in os.environ.get("ROS_STATIC_PEERS", "").split(";") if p]
    loopback = wish in ("OFF", "LOCALHOST")
    general = (_LOOPBACK if loopback else "") + _SIZES[0]
    found = ["localhost", *peers] if loopback else peers
    listed = "".join(f"<Peer address={quoteattr(peer)}/>" for peer in found)
    discovery = (
        "<ParticipantIndex>auto</ParticipantIndex>"
        "<MaxAutoParticipantIndex>99</MaxAutoParticipantIndex>"
        + (f"<Peers>{listed}</Peers>" if listed and wish != "OFF" else "")
    )
    ours = (
        f"<CycloneDDS><Domain><General>{general}</General>{_SIZES[1]}"
        f"<Discovery>{discovery}</Discovery></Domain></CycloneDDS>"
    )
    theirs = os.environ.get("CYCLONEDDS_URI", "").strip()
    return f"{ours},{theirs}" if theirs else ours
