"""A check of this machine, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from physai_sim.core import registry
from physai_sim.core.errors import PhysAIError

REINSTALL = "install the package and what it needs again: `make setup` does, in a checkout"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Args:
        mark: "ok"; "note", where something is not needed or only worth knowing; or "FAIL".
        found: In one line.
    """

    mark: Literal["ok", "note", "FAIL"]
    found: str


class Check(Protocol):
    """Tries one thing out.

    Attributes:
        remedy: What to do where it fails.
    """

    remedy: str

    def run(self) -> Finding:
        """Try it; a failure may be returned or raised."""


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the name of its check, and what to do where it failed."""

    check: str
    finding: Finding
    remedy: str = ""

    @property
    def failed(self) -> bool:
        """Whether something is missing that is needed."""
        return self.finding.mark == "FAIL"


def examine() -> Iterator[Line]:
    """Run every check, in the order of their names."""
    for name in registry.names("checks"):
        yield examined(name)


def examined(name: str) -> Line:
    """Run a check; whatever it raises, also while its file is imported, is a failure."""
    remedy = REINSTALL
    try:
        check: Check = registry.find("checks", name)()
        remedy = check.remedy
        finding = check.run()
    except PhysAIError as error:
        finding = Finding("FAIL", str(error))
        remedy = "" if error.expected else remedy  # the error says itself what would be right
    except (Exception, SystemExit) as error:
        text = f"{type(error).__name__}: {error}"
        finding = Finding("FAIL", " ".join(text.split()))
    return Line(name, finding, remedy if finding.mark == "FAIL" else "")
