"""The engine is what the server asks for."""

import inspect

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.engine.engine import Engine  # noqa: E402
from policies.planning.hybrid.engine.ticket import Ticket  # noqa: E402
from policies.planning.hybrid.serving import port  # noqa: E402


@pytest.mark.parametrize(
    ("asked", "real", "names"),
    [
        (port.Engine, Engine, {"submit", "stats", "close"}),
        (port.Ticket, Ticket, {"events", "cancel"}),
    ],
)
def test_the_real_one_can_be_called_as_the_server_calls_it(asked, real, names):
    assert names == {name for name in vars(asked) if not name.startswith("_")}
    for name in names:
        wanted = inspect.signature(getattr(asked, name)).parameters
        assert list(inspect.signature(getattr(real, name)).parameters) == list(wanted)
