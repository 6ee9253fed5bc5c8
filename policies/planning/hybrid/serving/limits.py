"""What the server takes at most, and where it may listen."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass

from physai_sim.core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one server.

    Args:
        body_bytes: Of a request's body.
        prompt_tokens: Of a request's prompt.
        new_tokens: That a request may ask for.
        context_tokens: Of a prompt and its answer together.
        requests: Running and waiting together; one more is told to come later.
        body_s: Seconds within which a body must have come.
        prepare_s: Seconds within which its prompt and grammar must be made.
    """

    body_bytes: int = 1024 * 1024
    prompt_tokens: int = 32_768
    new_tokens: int = 16_384
    context_tokens: int = 49_152
    requests: int = 64
    body_s: float = 30.0
    prepare_s: float = 10.0

    def __post_init__(self) -> None:
        for name in ("body_bytes", "prompt_tokens", "new_tokens", "context_tokens", "requests"):
            if getattr(self, name) < 1:
                got = getattr(self, name)
                raise ConfigError("no limit", where=name, got=got, expected="at least 1")


def check_address(host: str, key: str | None) -> None:
    """Refuse to be reached from other machines without a key.

    Raises:
        ConfigError: If `host` is no loopback address and there is no key, or the key is empty or
            cannot stand in a header.
    """
    if key is not None and not key.strip():
        raise ConfigError("an empty key locks nothing", where="--api-key-env")
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        expected = "printable ASCII without blanks, which a header can hold"
        raise ConfigError("no client can show this key", where="--api-key-env", expected=expected)
    if key is None and not _is_loopback(host):
        expected = "127.0.0.1, or a key by --api-key-env"
        raise ConfigError("open to other machines", where="--host", got=host, expected=expected)


def key_fits(header: str | None, key: str | None) -> bool:
    """Whether an `Authorization` header holds the key, compared in constant time.

    Source: RFC 9110, section 11.1, for the scheme's case.
    """
    if key is None:
        return True
    scheme, _, shown = (header or "").partition(" ")
    return scheme.casefold() == "bearer" and hmac.compare_digest(shown.encode(), key.encode())


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
